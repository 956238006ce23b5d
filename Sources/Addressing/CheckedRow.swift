package import MailModel

/// One row after the offline check: what would be mailed, and everything remarkable about it.
package struct CheckedRow: Hashable, Sendable {
  /// What becomes of the row.
  package enum Verdict: String, Hashable, Sendable {
    /// It can be mailed, perhaps with warnings.
    case valid
    /// At least one finding is an error.
    case invalid
    /// It is no recipient: a totals row.
    case ignored
  }

  /// Blanks folded, state as a code, ZIP as `12345` or `12345-6789`, the company as the name where
  /// there is no name; fields with an error keep their text.
  package var recipient = PostalAddress()
  /// The firm's own text; may be empty.
  package var reference = ""
  /// The mail class as given, trimmed; `nil` stands for the job's.
  package var mailClass: String?
  /// The client-matter number; may be empty.
  package var matter = ""
  /// A date as `yyyy-MM-dd`; `nil` when there is none or it could not be read.
  package var mailBy: String?
  /// The document's path or name, trimmed only; may be empty.
  package var document = ""
  /// The key of one of the job's `senders`; empty stands for the job's `from`.
  package var sender = ""
  /// 1 for the first letter to this person, 2 and more for a deliberate further one.
  package var occurrence = 1
  /// All findings of the row: errors, then warnings, then repairs, each in the order of the fields.
  package var findings: [Finding] = []
  /// `invalid` exactly when one of the findings is an error.
  package var verdict: Verdict = .valid

  /// An empty row, to be filled by a caller whose cells passed `isClean`.
  package init() {}

  /// The same content as a draft; checking it again changes and repairs nothing.
  package var draft: RowDraft {
    RowDraft([
      .reference: reference, .name: recipient.name, .company: recipient.company,
      .street1: recipient.street1, .street2: recipient.street2, .city: recipient.city,
      .state: recipient.state, .zip: recipient.zip, .mailClass: mailClass ?? "", .matter: matter,
      .mailBy: mailBy ?? "", .document: document, .sender: sender,
      .occurrence: occurrence == 1 ? "" : String(occurrence),
    ])
  }
}
