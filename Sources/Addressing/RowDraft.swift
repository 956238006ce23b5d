package import MailModel

/// The fields of one row as the list gave them: UTF-8 text, an absent field is empty.
package struct RowDraft: Hashable, Sendable {
  /// One text a field, indexed by `RowField.index`; always `RowField.count` of them.
  private var values: [String]

  /// A draft of the named fields; all others are empty.
  package init(_ values: [RowField: String] = [:]) {
    self.values = RowField.allCases.map { values[$0] ?? "" }
  }

  /// A draft of texts in the order of `RowField.allCases`; missing ones at the end are empty.
  package init(inFieldOrder texts: [String]) {
    precondition(texts.count <= RowField.count, "\(texts.count) texts for \(RowField.count) fields")
    values = texts + Array(repeating: "", count: RowField.count - texts.count)
  }

  /// The text of one field.
  package subscript(field: RowField) -> String {
    get { values[field.index] }
    set { values[field.index] = newValue }
  }
}
