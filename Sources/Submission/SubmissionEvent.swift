package import MailModel

/// What happens to a submission.
package enum SubmissionEvent: Hashable, Sendable {
  case began
  /// A listing was read, and compared with the ledger.
  case looked(Look)
  case lookFailed(LookFailure)
  /// Of `slots` that the rate limit granted, these were used: the intents are durable, their
  /// bytes are going out.
  case claimed([ClaimedLetter], ofSlots: Int)
  /// Nothing is in line any more.
  case queueEmpty
  /// The next letter in line does not fit under `spend_per_run`.
  case capReached
  /// A POST ended, and that is durable.
  case ended(mailing: Int64, Ending)
  /// The first mailing was read back, and what it taught is durable.
  case learned(Lessons, teacher: String, madeAt: RunTime?)
  case tick
  case stop(StopReason)

  /// How a POST ended.
  package enum Ending: Hashable, Sendable {
    case made(apiID: String, charged: Cents?, exceedsQuote: Bool)
    case refused
    /// 429: not executed; the rate limit knows until when.
    case throttled
    /// Never connected; the next try is at this moment.
    case notSent(retryAt: RunTime)
    /// Refused for the account's sake, not the row's.
    case accountRefused(StopReason)
    /// Anything may have happened. `stops`: the answer says that the address is wrong (3xx).
    case unknown(attempts: Int, stops: Bool)
    /// A success with the id of another row's mailing: made or not, no list can prove it absent.
    case idTaken
  }
}

/// A letter whose intent is durable.
package struct ClaimedLetter: Hashable, Sendable {
  package var mailing: Int64
  package var claimed: Int64

  package init(mailing: Int64, claimed: Int64) {
    self.mailing = mailing
    self.claimed = claimed
  }
}

/// Why a listing could not be read.
package enum LookFailure: Hashable, Sendable {
  /// 401 or 403: this key must not send what it cannot read.
  case keyRefused
  /// No usable answer, after every retry.
  case unavailable
  /// The first mailing is neither in the list nor to be read by its id.
  case mailingUnseen
}

/// What the owner of the core is to do, in this order.
package enum SubmissionEffect: Hashable, Sendable {
  /// Read the listing.
  case look
  /// Ask the rate limit for so many POSTs.
  case askSlots(Int)
  /// Read the first mailing back and learn from it; `isFresh`: it was made just now, so that the
  /// lag of the list can be told.
  case learn(mailing: Int64, apiID: String, isFresh: Bool)
  /// Keep what a listing taught.
  case keep(Lessons)
  /// The listing holds a row's piece: adopt it.
  case adopt(mailing: Int64, apiID: String, FoundBy)
  /// A person must look at this row.
  case flag(mailing: Int64, Flag)
  /// Proved absent; `resend` puts it in line again.
  case concludeAbsent(mailing: Int64, resend: Bool)
  /// The ledger has forgotten attempts: hold what is in line and cannot be accounted for.
  case holdRestored
  /// Keep the ids of what the API listed before anything was sent.
  case keepFirstListing(Set<String>)
  /// Call with `.tick` at this moment.
  case wake(RunTime)
  case finish

  package enum FoundBy: String, Hashable, Sendable {
    case token, recipient
  }

  package enum Flag: String, Hashable, Sendable {
    /// Two mailings on the API's side carry the token.
    case foundTwice = "found_twice"
    /// The token is there with another recipient or class, or on what another row has.
    case foundDiffering = "found_differing"
    /// Mailings that might be it were seen, more than one or not for sure.
    case foundAmbiguous = "found_ambiguous"
  }
}

/// Why a submission ends before the queue is empty.
package enum StopReason: String, Hashable, Sendable, CaseIterable {
  case ledgerFailed, interrupted, keyRefused
  case noFunds, wrongBaseURL, redirected, mailingUnseen, referenceCut, unitDropped,
    chargedAboveQuote
  case tooManyUncertain, apiDown, rateLimited, timeWindow, spendPerRun

  /// Whether looking things up still makes sense after it.
  var allowsLooking: Bool {
    switch self {
    case .ledgerFailed, .interrupted, .keyRefused, .wrongBaseURL, .redirected, .mailingUnseen,
      .apiDown, .rateLimited, .timeWindow:
      false
    case .noFunds, .referenceCut, .unitDropped, .chargedAboveQuote, .tooManyUncertain,
      .spendPerRun:
      true
    }
  }

  /// The earlier in `allCases`, the more it is the one to report.
  func outranks(_ other: StopReason) -> Bool {
    let order = Self.allCases
    return order.firstIndex(of: self).map { mine in
      order.firstIndex(of: other).map { mine < $0 } ?? true
    } ?? false
  }
}
