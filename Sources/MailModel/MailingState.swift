/// Where a mailing stands; the raw value is its name in the ledger, in reports and in `list`.
///
/// Each state's comment says who moves it on, and how it recovers after a crash.
package enum MailingState: String, CaseIterable, Hashable, Sendable {
  /// Cannot be mailed as it is. A person corrects or cancels it.
  case invalid
  /// The same letter is mailed by another row. Final.
  case duplicate
  /// Not a recipient: a totals row. Final.
  case ignored
  /// Waits for a person's approval, with the reason in its code.
  case held
  /// In line; `run` and `submit` take it from here.
  case queued
  /// Its intent is durable and a POST may be under way. Found at a start, it becomes `uncertain`.
  case submitting
  /// A POST may have been accepted. Looked up until it is found or proved absent.
  case uncertain
  /// Proved not to be on the API's side. A person, or the job's `when_absent`, decides.
  case absent
  /// The API refused it for good. A person corrects, retries or cancels it.
  case refused
  /// Made and charged; its label is still to come.
  case mailed
  /// Made, charged, label stored. Final.
  case done
  /// Taken out of the job by a person. Final.
  case cancelled

  /// Whether nothing moves this state on but the loss of its label file.
  package var isFinal: Bool {
    switch self {
    case .done, .duplicate, .ignored, .cancelled: true
    case .invalid, .held, .queued, .submitting, .uncertain, .absent, .refused, .mailed: false
    }
  }

  /// Whether nothing moves on before a person has decided something.
  package var needsPerson: Bool {
    switch self {
    case .invalid, .refused, .held, .uncertain, .absent: true
    case .duplicate, .ignored, .queued, .submitting, .mailed, .done, .cancelled: false
    }
  }

  /// Whether the row is a letter that was sent, may have been sent or is going to be.
  package var isLive: Bool {
    switch self {
    case .held, .queued, .submitting, .uncertain, .absent, .mailed, .done: true
    case .invalid, .duplicate, .ignored, .refused, .cancelled: false
    }
  }

  /// Whether the row's quote belongs to the batch's quoted total (DESIGN.md, `balanced`).
  package var isQuoted: Bool {
    switch self {
    case .invalid, .duplicate, .ignored, .cancelled: false
    case .held, .queued, .submitting, .uncertain, .absent, .refused, .mailed, .done: true
    }
  }
}
