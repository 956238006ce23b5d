package import MailModel

/// Where and how a sandbox runs.
package struct SandboxConfiguration: Sendable {
  /// The store's file; made when it is not there. `STORE.journal.jsonl` beside it is the journal.
  package var store: String
  package var faults: FaultScript?
  package var host = "127.0.0.1"
  /// 0 takes any that is free.
  package var port: UInt16 = 0
  /// Requests in a window; a fault script may say otherwise.
  package var rateLimit = 1000
  /// Added before each answer.
  package var latency: Duration = .zero
  /// The number of the first mailing, from which ids and tracking numbers are made: sandboxes that
  /// stand for one API must not give the same.
  package var firstNumber = 1
  package var now: @Sendable () -> UTCTime

  package init(store: String, now: @escaping @Sendable () -> UTCTime) {
    self.store = store
    self.now = now
  }
}
