/// One HTTP exchange; the seam between what is decided and what is sent.
package protocol Transport: Sendable {
  /// Sends `request` at most once and says what was seen. Never throws, never retries. A
  /// caller that is cancelled gets `.lost`, or `.notSent` when it was cancelled before the start.
  func exchange(_ request: WireRequest) async -> Exchange
}
