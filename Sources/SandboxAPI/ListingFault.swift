import Foundation
import MailAPI
import MailModel

/// How `GET /mailings` lists (`listing` in a fault script).
struct ListingFault: Sendable, Decodable {
  enum Order: String, CaseIterable, Sendable, Decodable {
    case newest, oldest
    /// The same arbitrary order each time; which ones a limit leaves is as arbitrary.
    case unordered
  }

  /// What stands around the list.
  enum Envelope: String, CaseIterable, Sendable, Decodable {
    case data, bare, mailings

    func around(_ items: [String]) -> String {
      let list = "[" + items.joined(separator: ",") + "]"
      return switch self {
      case .data: #"{"data":\#(list)}"#
      case .bare: list
      case .mailings: #"{"mailings":\#(list),"total":\#(items.count)}"#
      }
    }
  }

  var lag = Duration.zero
  var cap: Int?
  var order = Order.newest
  /// Rows of other people after each of one's own.
  var others = 0
  var envelope = Envelope.data
  /// Orders what is unordered.
  var seed: UInt64 = 1

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case lagMilliseconds = "lag_milliseconds"
    case cap, order, others, envelope, comment
  }

  /// No fault: newest first, at once, all that is asked for.
  init() {}

  init(from decoder: any Decoder) throws {
    let body = try decoder.strictContainer(keyedBy: CodingKeys.self)
    lag = .milliseconds(
      try body.number(.lagMilliseconds, in: 0...FaultRule.millisecondsMax) ?? 0)
    cap = try body.number(.cap, in: 0...100)
    order = try body.decodeIfPresent(Order.self, forKey: .order) ?? .newest
    others = try body.number(.others, in: 0...100) ?? 0
    envelope = try body.decodeIfPresent(Envelope.self, forKey: .envelope) ?? .data
  }

  /// What a list of at most `limit` holds.
  func mailings(
    in store: SandboxStore, status: String?, limit: Int, now: UTCTime
  ) throws -> [Mailing] {
    let count = min(limit, cap ?? limit)
    let end = UTCTime(rawValue: now.rawValue - lag.milliseconds)
    let own = try store.mailings(
      status: status, limit: order == .unordered ? Self.unorderedMax : count, at: now, until: end,
      oldestFirst: order == .oldest)
    var listed = own
    if order == .unordered {
      listed.sort { shuffled($0.number, 0) < shuffled($1.number, 0) }
    }
    let all = others == 0 ? listed.map(\.mailing) : listed.flatMap { [$0.mailing] + strangers($0) }
    return Array(all.prefix(count))
  }

  /// How many mailings are put out of order at most; older ones are not listed then.
  private static let unorderedMax = 10_000

  private func shuffled(_ number: Int, _ place: Int) -> UInt64 {
    var chance = SeededChance(seed: seed ^ UInt64(number) << 8 ^ UInt64(place))
    return chance.next()
  }

  /// Mailings of other people, made at the same time and the same each time.
  private func strangers(_ own: (number: Int, mailing: Mailing)) -> [Mailing] {
    (0..<others).map { place in
      let number = shuffled(own.number, place + 1)
      var mailing = own.mailing
      mailing.id = "cly" + String(number % 1_000_000_000_000, radix: 36)
      mailing.trackingNumber = "9407199900099" + String(number % 900_000_000 + 100_000_000)
      mailing.reference = place.isMultiple(of: 2) ? "MATTER-\(number % 100_000)" : nil
      mailing.labelURL = "\(Endpoint.base)/mailings/\(mailing.id)/label"
      mailing.to = PostalAddress(
        name: "Pat Stranger", street1: "\(number % 900 + 1) Elm St", city: "Denver", state: "CO",
        zip: "80202")
      return mailing
    }
  }
}
