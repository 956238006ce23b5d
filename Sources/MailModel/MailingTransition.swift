/// What can happen to a mailing after its import.
package enum MailingEvent: String, CaseIterable, Hashable, Sendable {
  /// The intent to POST was made durable.
  case claimed
  /// The API answered that it made the mailing.
  case accepted
  /// The API refused it for good (a definite 4xx with the documented envelope).
  case refused
  /// Proved not executed: never connected, 429, or a refusal of the account and not of the row.
  case notExecuted
  /// The POST may have been executed: no answer, or one that proves nothing.
  case outcomeUnknown
  /// The mailing was found on the API's side.
  case found
  /// Look-ups with coverage and time proved that the API never made it.
  case provedAbsent
  /// An absent mailing goes back in line, or a person sends an uncertain one again.
  case resent
  /// The label is on disk.
  case labelStored
  /// A stored label is gone from the disk and could not be fetched again.
  case labelLost
  /// A rule wants a person's approval first.
  case held
  /// A person approved it.
  case approved
  /// The address check of the API, or a check at the claim, found it unfit.
  case foundInvalid
  /// A corrected row came in and can be mailed.
  case corrected
  /// A corrected row came in and is a letter that another row mails.
  case foundDuplicate
  /// A person put a refused row back in line.
  case retried
  /// A person took it out of the job.
  case cancelled
}

/// An event that the state machine forbids: a fault of the program, never of the input.
package struct IllegalTransition: Error, Hashable, Sendable, CustomStringConvertible {
  package var from: MailingState
  package var event: MailingEvent

  package var description: String { "a mailing that is \(from) cannot be \(event)" }
}

extension MailingState {
  /// The state after `event`: the one transition table; the ledger's schema is filled from it.
  ///
  /// There is no way from `submitting` or `uncertain` back to `queued` by time: only proof that
  /// nothing was executed, proof of absence, or a person's decision leads there.
  package func after(_ event: MailingEvent) throws(IllegalTransition) -> MailingState {
    switch (self, event) {
    case (.queued, .claimed): .submitting
    case (.submitting, .accepted): .mailed
    case (.submitting, .refused): .refused
    case (.submitting, .notExecuted): .queued
    case (.submitting, .outcomeUnknown): .uncertain

    case (.uncertain, .found), (.absent, .found): .mailed
    case (.queued, .found), (.held, .found): .mailed  // a restored ledger adopts what was made
    case (.uncertain, .provedAbsent): .absent
    case (.absent, .resent), (.uncertain, .resent): .queued

    case (.mailed, .labelStored): .done
    case (.done, .labelLost): .mailed

    case (.queued, .held), (.invalid, .held), (.refused, .held): .held
    case (.held, .approved): .queued
    case (.queued, .foundInvalid), (.held, .foundInvalid): .invalid
    case (.invalid, .foundInvalid), (.refused, .foundInvalid): .invalid
    case (.invalid, .corrected), (.refused, .corrected): .queued
    case (.invalid, .foundDuplicate), (.refused, .foundDuplicate): .duplicate
    case (.refused, .retried): .queued

    case (.invalid, .cancelled), (.refused, .cancelled), (.held, .cancelled): .cancelled
    case (.queued, .cancelled), (.uncertain, .cancelled), (.absent, .cancelled): .cancelled

    case (.invalid, _), (.duplicate, _), (.ignored, _), (.held, _), (.queued, _),
      (.submitting, _), (.uncertain, _), (.absent, _), (.refused, _), (.mailed, _), (.done, _),
      (.cancelled, _):
      throw IllegalTransition(from: self, event: event)
    }
  }

  /// Every (from, to) pair that some event allows, in the order of `allCases`.
  package static var allowedTransitions: [(from: MailingState, to: MailingState)] {
    var pairs: [(from: MailingState, to: MailingState)] = []
    for from in allCases {
      for event in MailingEvent.allCases {
        // An event that the state forbids adds no pair.
        guard let to = try? from.after(event) else { continue }
        if !pairs.contains(where: { $0 == (from, to) }) { pairs.append((from, to)) }
      }
    }
    return pairs
  }
}
