package import MailModel

/// What is wrong with a list's column names.
package enum HeaderFault: Hashable, Sendable {
  /// No column gives any of these fields, and one is needed.
  case missing([RowField])
  /// Several columns look like the same field.
  case ambiguous(RowField, columns: [String])
  /// The job file's `input.columns` names a column that the list does not have.
  case unknownColumn(RowField, named: String)
  /// The job file's `input.columns` names a column that the list has more than once.
  case repeatedColumn(RowField, named: String)

  /// The one field it is about.
  var field: RowField? {
    switch self {
    case .missing: nil
    case .ambiguous(let field, _), .unknownColumn(let field, _), .repeatedColumn(let field, _):
      field
    }
  }

  /// What is wrong with several, to be read after the file's name.
  static func message(_ faults: [HeaderFault]) -> String {
    let missing = faults.compactMap { fault -> String? in
      guard case .missing(let fields) = fault else { return nil }
      return fields.map(\.rawValue).joined(separator: " or ")
    }
    if missing.count < 2 { return faults.map(\.message).joined(separator: "; ") }
    let others = faults.filter { if case .missing = $0 { false } else { true } }
    return (["has no columns for " + missing.joined(separator: ", ")] + others.map(\.message))
      .joined(separator: "; ")
  }

  /// What is wrong, to be read after the file's name.
  package var message: String {
    switch self {
    case .missing(let fields):
      "has no column for \(fields.map(\.rawValue).joined(separator: " or "))"
    case .ambiguous(let field, let columns):
      "has several columns for \(field.rawValue): "
        + columns.map { "\"\($0)\"" }.joined(separator: ", ")
    case .unknownColumn(let field, let name):
      "has no column \"\(name)\", which input.columns names for \(field.rawValue)"
    case .repeatedColumn(let field, let name):
      "has column \"\(name)\" more than once, which input.columns names for \(field.rawValue)"
    }
  }
}
