package import MailModel

/// Rows on their way into the ledger: one arena of bytes, and for each row where its parts lie.
///
/// The writer binds the parts in place, so that a clean row never becomes a `String`.
package struct LetterRows: Sendable {
  /// One row; ranges point into `bytes`.
  package struct Row: Sendable {
    /// The number that the spreadsheet shows.
    package var number: Int
    package var state: MailingState
    /// The letter's mark; `nil` for a row that is no letter (invalid, ignored).
    package var token: Token?
    /// Where its checked fields begin in `fields`: so many as there are `RowField`s.
    package var firstField: Int
    /// The row's own cells as a `GivenRecord`.
    package var given: Range<Int>
    package var quoted: Cents?
    /// What there is to say about the row; `nil` for a clean one.
    package var remarks: RowRemarks?

    package init(
      number: Int, state: MailingState, token: Token?, firstField: Int, given: Range<Int>,
      quoted: Cents?, remarks: RowRemarks?
    ) {
      self.number = number
      self.state = state
      self.token = token
      self.firstField = firstField
      self.given = given
      self.quoted = quoted
      self.remarks = remarks
    }
  }

  package var bytes: [UInt8] = []
  /// The checked fields of all rows, those of one row in the order of `RowField.index`; an empty
  /// range is an absent field.
  package var fields: [Range<Int>] = []
  package var rows: [Row] = []

  package init() {}

  /// Forgets the rows and keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }

  /// Where a field of a row lies in `bytes`.
  package subscript(row: Row, field: RowField) -> Range<Int> {
    fields[row.firstField + field.index]
  }

  /// A field of a row as text.
  package func text(_ row: Row, _ field: RowField) -> String {
    String(decoding: bytes[self[row, field]], as: UTF8.self)
  }
}

/// The words on a row: the reason for its state, and what else was noticed.
package struct RowRemarks: Hashable, Sendable {
  package var code: String
  package var message: String
  package var hint: String
  /// Warnings and repairs, which do not stop the row.
  package var notes: [Finding]

  package init(code: String = "", message: String = "", hint: String = "", notes: [Finding] = []) {
    self.code = code
    self.message = message
    self.hint = hint
    self.notes = notes
  }

  /// Whether a note is more than a repair.
  var hasWarning: Bool { notes.contains { $0.severity == .warning } }

  /// The remarks that a row's findings make: errors give code, message and hint, all of them;
  /// the rest are notes.
  package init(_ findings: [Finding]) {
    let errors = findings.filter { $0.severity == .error }
    self.init(
      code: errors.first?.code ?? "",
      message: errors.map(\.message).joined(separator: "; "),
      hint: errors.map(\.hint).filter { !$0.isEmpty }.joined(separator: "; "),
      notes: findings.filter { $0.severity != .error })
  }
}
