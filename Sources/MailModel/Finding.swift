/// One thing that is wrong or remarkable about a row, in words that a paralegal can act on.
package struct Finding: Hashable, Sendable {
  /// How much a finding weighs.
  package enum Severity: String, Hashable, Sendable {
    /// The row cannot be mailed as it is.
    case error
    /// The row is mailed; somebody may want to look.
    case warning
    /// certmail changed a value in a way that cannot be wrong (a lost ZIP zero, blanks).
    case repair
  }

  package var severity: Severity
  /// A stable machine name, `snake_case`: `zip_state_mismatch`.
  package var code: String
  /// The field it is about; `nil` when it is about the whole row.
  package var field: RowField?
  /// What is wrong, with the value: `state "CF" is not a US state`.
  package var message: String
  /// What to do: `did you mean "CA"?`; empty when the message says it all.
  package var hint: String

  /// What is wrong and, after a semicolon, what to do.
  package var sentence: String { hint.isEmpty ? message : "\(message); \(hint)" }

  package init(
    _ severity: Severity, _ code: String, _ field: RowField? = nil, _ message: String,
    hint: String = ""
  ) {
    self.severity = severity
    self.code = code
    self.field = field
    self.message = message
    self.hint = hint
  }
}
