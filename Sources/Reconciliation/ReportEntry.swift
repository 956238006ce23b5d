package import MailModel

/// What was found where a row's label should lie.
package enum LabelOnDisk: String, CaseIterable, Hashable, Sendable {
  /// Nobody looked.
  case unchecked
  /// The file is there and has the hash that the ledger holds.
  case good
  /// No file is there.
  case missing
  /// A file is there with other bytes.
  case changed
}

/// How a row stands to its `mail_by`.
package enum Deadline: Hashable, Sendable {
  /// It has none, or it was or may still be mailed in time.
  case none
  /// It was mailed after that day.
  case mailedLate
  /// It is not mailed, and the day has come.
  case open
}

/// One row of one batch as the ledger knows it: what every report is written from.
///
/// Absent text is empty, absent money and times are `nil`. Make one value and use it again for
/// each row: its cells keep their memory.
package struct ReportEntry: Hashable, Sendable {
  /// The number that the spreadsheet shows; the header is row 1.
  package var row = 0
  /// Which of the batch's rows it is, counted from 1 in list order.
  package var position = 0
  /// The input's own columns.
  package var cells = RowCells()

  /// The firm's text for the mailing.
  package var reference = ""
  /// What the API got: the reference with its token.
  package var sentReference = ""
  package var matter = ""
  /// The recipient as mailed, normalised.
  package var recipient = PostalAddress()
  package var mailClass = MailClass("")
  package var document = ""

  package var state = MailingState.queued
  /// The machine name of what was found, `zip_state_mismatch`.
  package var code = ""
  /// All findings in one text.
  package var message = ""
  /// What to do about them.
  package var hint = ""
  /// Whether what was found are warnings and repairs of the import, which stop nothing.
  package var hasOnlyNotes = false

  package var quoted: Cents?
  package var charged: Cents?
  /// The two parts of the charge, when the API told them.
  package var postage: Cents?
  package var serviceFee: Cents?

  package var mailingID = ""
  package var trackingNumber = ""
  /// The label's path relative to the batch's folder.
  package var label = ""
  /// The label's SHA-256 as the ledger holds it, 64 hexadecimal digits.
  package var labelSHA256 = ""
  package var labelOnDisk = LabelOnDisk.unchecked

  /// How many POSTs were tried.
  package var attempts = 0
  /// When the POST that made it was sent.
  package var submittedAt: UTCTime?
  /// When USPS took it in: the mailing date that can be proved.
  package var acceptedAt: UTCTime?
  package var deliveredAt: UTCTime?
  /// `delivered`, `refused`, …; empty before the first look.
  package var trackingStatus = ""
  /// The newest event of its tracking, in USPS's own words.
  package var lastEvent = ""
  package var lastEventAt: UTCTime?

  /// How it stands to the day that it was to be mailed by.
  package var deadline = Deadline.none

  package init() {}

  /// Whether it is mailed, and something about that is for a person.
  var isFlagged: Bool {
    (state == .mailed || state == .done) && MailedRowFlag(rawValue: code) != nil
  }

  /// Takes `findings` over: the first error's code (else the first warning's, never a repair's),
  /// all messages, all hints.
  package mutating func describe(_ findings: [Finding]) {
    hasOnlyNotes = !findings.contains { $0.severity == .error }
    let first =
      findings.first { $0.severity == .error } ?? findings.first { $0.severity == .warning }
    code = first?.code ?? ""
    message = findings.map(\.message).filter { !$0.isEmpty }.joined(separator: "; ")
    hint = findings.map(\.hint).filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
