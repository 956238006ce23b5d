/// Why a record cannot be mailed, found while it was read; its neighbours are not concerned.
///
/// `column` counts from 0, into the list's own columns.
package enum RecordIssue: Hashable, Sendable {
  /// More filled cells than the header has columns: an unquoted comma shifts the address.
  case tooManyCells(found: Int)
  /// Larger than `IntakeLimits.rowBytes`; nothing of its text was kept.
  case rowTooLong
  /// A cell larger than `IntakeLimits.fieldBytes`.
  case fieldTooLong(column: Int)
  /// A NUL byte (left out of the cell), or bytes that are no character in the file's encoding
  /// (each kept as U+FFFD).
  case invalidText(column: Int)
  /// A JSON element that is not an object.
  case notAnObject
  /// A JSON object that names the same member twice; the last value was kept.
  case duplicateMember(column: Int)
  /// A JSON object with members beyond `IntakeLimits.columns`; those were not kept.
  case tooManyColumns

  /// A stable machine name, for `Finding.code`.
  package var code: String {
    switch self {
    case .tooManyCells: "too_many_cells"
    case .rowTooLong: "row_too_long"
    case .fieldTooLong: "field_too_long"
    case .invalidText: "invalid_text"
    case .notAnObject: "not_an_object"
    case .duplicateMember: "duplicate_member"
    case .tooManyColumns: "too_many_columns"
    }
  }

  /// What is wrong, in words for a person; `columns` are the list's own columns.
  package func message(columns: [String]) -> String {
    func name(_ column: Int) -> String {
      columns.indices.contains(column) ? "column \"\(columns[column])\"" : "cell \(column + 1)"
    }
    return switch self {
    case .tooManyCells(let found): "\(found) cells, but the header has \(columns.count) columns"
    case .rowTooLong: "the row is too long to be a recipient"
    case .fieldTooLong(let column): "\(name(column)) is too long to be part of an address"
    case .invalidText(let column): "\(name(column)) has bytes that are not text"
    case .notAnObject: "this element is not a JSON object"
    case .duplicateMember(let column): "\(name(column)) is given twice"
    case .tooManyColumns: "the object has more members than a list may have columns"
    }
  }

  /// What to do about it.
  package var hint: String {
    switch self {
    case .tooManyCells: "put quotes around the value that has a comma in it"
    case .rowTooLong, .fieldTooLong: "look for a quote that is never closed, or shorten it"
    case .invalidText: "type the value again, or save the list as CSV UTF-8"
    case .notAnObject: "write each recipient as {\"name\": …, \"street1\": …}"
    case .duplicateMember: "keep only the right one"
    case .tooManyColumns: "take out what is not needed for mailing"
    }
  }
}
