import MailAPIClient

/// What the first mailing of a ledger, and every listing since, taught about this API.
///
/// Kept in the ledger; what is unknown is the case that trusts least.
package struct Lessons: Hashable, Sendable, Codable {
  /// How the reference comes back.
  package enum Echo: String, Hashable, Sendable, Codable {
    /// Every character as sent.
    case verbatim
    /// Shorter than sent, so that the token may be lost.
    case cut
    /// Otherwise changed around the token, which can be read.
    case tokenKept = "altered around its token"
    /// Otherwise changed.
    case altered
    /// Not in the answer.
    case missing
  }

  /// In which order a listing comes.
  package enum Order: String, Hashable, Sendable, Codable {
    case unknown, newestFirst, oldestFirst
    /// Two orders were seen: nothing can be concluded from a place in the list.
    case unordered
  }

  /// Whether an undocumented member of `to` came back.
  package enum Kept: String, Hashable, Sendable, Codable {
    case unknown, kept, dropped
  }

  package var echoByID: Echo
  package var echoInList: Echo?
  /// How many Unicode scalars of a reference that was cut came back.
  package var referenceRoom: Int?
  package var order: Order
  /// The longest listing seen: the API's cap is at least this.
  package var longestListing: Int
  /// Whether a listing did not reach back to the oldest mailing: as far as is known, the API's cap
  /// is the longest listing.
  package var listIsCut: Bool?
  /// Milliseconds until the first mailing showed in a listing; `nil`: not seen yet.
  package var lag: Int64?
  package var unit: Kept
  package var company: Kept
  /// How the job wrote its letters when it learned this (`Letterhead.form`).
  package var form: String?

  package init(
    echoByID: Echo, echoInList: Echo? = nil, referenceRoom: Int? = nil, order: Order = .unknown,
    longestListing: Int = 0,
    listIsCut: Bool? = nil, lag: Int64? = nil, unit: Kept = .unknown, company: Kept = .unknown,
    form: String? = nil
  ) {
    self.echoByID = echoByID
    self.echoInList = echoInList
    self.referenceRoom = referenceRoom
    self.order = order
    self.longestListing = longestListing
    self.listIsCut = listIsCut
    self.lag = lag
    self.unit = unit
    self.company = company
    self.form = form
  }

  /// Why nothing more may be sent until the job writes its letters in another way.
  package var stops: StopReason? {
    if echoByID == .cut || echoInList == .cut { return .referenceCut }
    return unit == .dropped ? .unitDropped : nil
  }

  /// Whether what a place in a listing proves is known, or may still be.
  package var mayBeNewestFirst: Bool { order == .newestFirst || order == .unknown }

  /// How many mailings a listing surely holds when there are as many.
  package var listLength: Int { max(Look.wholeBelow, longestListing) }

  /// The same, and what was asked for until the API is seen to give less.
  package var hopedListLength: Int {
    listIsCut == true ? listLength : max(listLength, MailService.listingMax)
  }

  /// How the reference comes back in a listing.
  package var echo: Echo {
    echoInList ?? (echoByID == .verbatim ? .missing : echoByID)
  }

  /// Whether a token found in a listing, or missing from it, proves something.
  package var tokenProves: Bool { echoByID == .verbatim && echoInList == .verbatim }
}
