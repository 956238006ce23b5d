import Synchronization

/// How many mailings are asked for in one listing: as many as the contract allows, until the API
/// refuses that.
final class ListingLimit: Sendable {
  /// Largest first; the last is what the provider's page itself shows.
  private static let limits = [MailService.listingMax, 50, 20, 10]

  private let limit = Mutex(MailService.listingMax)

  var current: Int { limit.withLock { $0 } }

  /// Asks for fewer from now on, because `refused` are too many.
  /// - Returns: `false` when there is no smaller number to try.
  func lower(from refused: Int) -> Bool {
    limit.withLock { limit in
      // Another look may have lowered it meanwhile.
      guard limit == refused else { return true }
      guard let smaller = Self.limits.first(where: { $0 < refused }) else { return false }
      limit = smaller
      return true
    }
  }
}
