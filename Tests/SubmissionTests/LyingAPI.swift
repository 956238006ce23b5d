import Foundation
import MailAPI
import MailAPIClient
import MailModel
import Synchronization
import TestSupport

/// An API inside the process that makes letters and, by chance, limits the rate, refuses, loses its
/// answers, or answers with another letter's id; the first letter of all goes well. Its list is honest.
final class LyingAPI: Transport, Sendable {
  /// How often of a hundred times each happens.
  struct Odds: Sendable, CustomStringConvertible {
    var throttled: Int
    var refused: Int
    var lost: Int
    /// Made, and answered with the id of the letter whose answer was lost last, or of the one before.
    var otherID: Int
    var description: String {
      "throttled \(throttled), refused \(refused), lost \(lost), other id \(otherID)"
    }
  }

  private struct State {
    var random: SeededRandom
    var made: [(id: String, reference: String)] = []
    var lost: Int?
    var flying = 0
    var flyingMax = 0
  }

  private let state: Mutex<State>
  private let odds: Odds

  init(seed: UInt64, _ odds: Odds) {
    state = Mutex(State(random: SeededRandom(seed: seed)))
    self.odds = odds
  }

  /// How often each reference was made.
  var made: [String: Int] {
    state.withLock { $0.made.reduce(into: [:]) { $0[$1.reference, default: 0] += 1 } }
  }

  /// How many letters were under way at once at most.
  var flyingMax: Int { state.withLock { $0.flyingMax } }

  func exchange(_ request: WireRequest) async -> Exchange {
    guard request.kind == .createMailing else { return read(request) }
    let naps = state.withLock { state in
      state.flying += 1
      state.flyingMax = max(state.flyingMax, state.flying)
      return Int.random(in: 0...6, using: &state.random)
    }
    for _ in 0..<naps { await Task.yield() }
    defer { state.withLock { $0.flying -= 1 } }
    guard let body = request.body,
      let sent = try? JSONDecoder().decode(NewMailing.self, from: Data(body))
    else { return .lost("a body that is no mailing") }
    return state.withLock { create(sent.reference ?? "", &$0) }
  }

  private func create(_ reference: String, _ state: inout State) -> Exchange {
    let dice = Int.random(in: 0..<100, using: &state.random)
    let isFirst = state.made.isEmpty
    var bound = 0
    func falls(_ share: Int) -> Bool {
      bound += share
      return dice < bound && !isFirst
    }
    if falls(odds.throttled) {
      return Self.answer(
        429, #"{"error":{"code":"rate","message":"slow"}}"#, ["Retry-After": "1"])
    }
    if falls(odds.refused) { return Self.answer(422, #"{"error":{"code":"bad","message":"no"}}"#) }
    let before = state.made.count - 1
    state.made.append(("m\(state.made.count)", reference))
    if falls(odds.lost) {
      state.lost = before + 1
      return .lost("the connection was reset")
    }
    if falls(odds.otherID) {
      let other = state.made[state.lost ?? before]
      state.lost = nil
      return Self.answer(201, Self.mailing(other.id, reference))
    }
    return Self.answer(201, Self.mailing("m\(state.made.count - 1)", reference))
  }

  private func read(_ request: WireRequest) -> Exchange {
    let made = state.withLock { $0.made }
    if request.kind == .mailing {
      guard let found = made.first(where: { request.path.hasSuffix("/" + $0.id) }) else {
        return Self.answer(404, #"{"error":{"code":"not_found","message":"no"}}"#)
      }
      return Self.answer(200, Self.mailing(found.id, found.reference))
    }
    let newest = made.reversed().prefix(100).map { Self.mailing($0.id, $0.reference) }
    return Self.answer(200, #"{"data":[\#(newest.joined(separator: ","))]}"#)
  }

  private static func answer(
    _ status: Int, _ body: String, _ headers: HeaderFields = [:]
  ) -> Exchange {
    .answered(
      Answer(
        status: status, headers: headers, body: Array(body.utf8),
        received: UTCTime(rawValue: DriverNight.start)))
  }

  private static func mailing(_ id: String, _ reference: String) -> String {
    """
    {"id":"\(id)","tracking_number":"9","status":"label_generated","mail_class":"certified",\
    "reference":"\(reference)","cost":{"postage":5.00,"service_fee":2.50,"total":7.50},\
    "to":{"name":"Jane Doe","street1":"1 Oak St","city":"Los Angeles","state":"CA","zip":"90001"}}
    """
  }
}
