import Foundation
import FoundationNetworking
import MailModel
import Synchronization

/// One exchange under way: collects what the delegate hears and ends exactly once.
///
/// Whoever ends it first (the last byte, the deadline, a cancelled caller, a refused redirect)
/// decides what was seen; later ends are nothing.
final class Conversation: Sendable {
  private struct State {
    var waiting: CheckedContinuation<Exchange, Never>?
    var result: Exchange?
    var answer: Answer?
  }

  private let state = Mutex(State())
  private let bodyBytesMax: Int
  private let now: @Sendable () -> UTCTime

  init(bodyBytesMax: Int, now: @escaping @Sendable () -> UTCTime) {
    self.bodyBytesMax = bodyBytesMax
    self.now = now
  }

  /// What was seen, once it is known.
  func result() async -> Exchange {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state in
        if state.result == nil { state.waiting = continuation }
        return state.result
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Takes the headers of an answer; a later answer (after an interim one) replaces it.
  func receive(_ response: HTTPURLResponse) {
    let answer = Answer(
      status: response.statusCode, headers: HeaderFields(response), received: now())
    state.withLock { $0.answer = answer }
  }

  /// Takes a piece of the body; `false` when it is more than may come and nothing else counts.
  func receive(_ data: Data) -> Bool {
    let oversized = state.withLock { state -> Answer? in
      guard state.result == nil, var answer = state.answer else { return nil }
      let room = bodyBytesMax - answer.body.count
      state.answer = nil  // so that the body is not copied while it grows
      answer.body.append(contentsOf: data.prefix(room))
      if data.count > room { answer.bodyState = .oversized }
      state.answer = answer
      return data.count > room ? answer : nil
    }
    guard let oversized else { return true }
    end(.answered(oversized))
    return false
  }

  /// The task is over: with all that was announced, or with `failure`.
  func complete(_ failure: TransportFailure?, response: HTTPURLResponse?) {
    let heard = state.withLock { $0.answer }
    // Redirects without a `Location` are never announced to the delegate.
    let answer =
      heard
      ?? response.map {
        Answer(status: $0.statusCode, headers: HeaderFields($0), received: now())
      }
    switch (answer, failure) {
    case (var answer?, let failure):
      if failure != nil { answer.bodyState = .truncated }
      end(.answered(answer))
    case (nil, let failure?): end(failure.exchange)
    case (nil, nil): end(.lost("the connection was closed without an answer"))
    }
  }

  /// Ends with what was heard so far: an answer that is cut, or `reason`.
  func cut(_ reason: String) {
    let heard = state.withLock { $0.answer }
    if var answer = heard {
      answer.bodyState = .truncated
      end(.answered(answer))
    } else {
      end(.lost(reason))
    }
  }

  private func end(_ exchange: Exchange) {
    let waiting = state.withLock { state -> CheckedContinuation<Exchange, Never>? in
      guard state.result == nil else { return nil }
      state.result = exchange
      state.answer = nil
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume(returning: exchange)
  }
}

extension HeaderFields {
  init(_ response: HTTPURLResponse) {
    self.init(
      response.allHeaderFields.compactMap { name, value in
        guard let name = name as? String, let value = value as? String else { return nil }
        return (name, value)
      })
  }
}
