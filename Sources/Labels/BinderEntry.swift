package import Foundation

/// One row of a list on its way into `labels.pdf`: with its label, or with the reason why there is none.
package struct BinderEntry: Hashable, Sendable {
  /// The number that the spreadsheet shows.
  package var row: Int
  /// The place in the list; labels are bound in this order.
  package var position: Int
  package var reference: String
  package var recipient: String
  package var trackingNumber: String
  /// What goes into the envelope; may be empty.
  package var document: String
  /// The client matter; may be empty.
  package var matter: String
  /// The label; `nil` makes a gap page.
  package var file: URL?
  /// Why there is no label; used when `file` is `nil`.
  package var gapReason: String

  package init(
    row: Int, position: Int, reference: String = "", recipient: String = "",
    trackingNumber: String = "", document: String = "", matter: String = "", file: URL? = nil,
    gapReason: String = ""
  ) {
    self.row = row
    self.position = position
    self.reference = reference
    self.recipient = recipient
    self.trackingNumber = trackingNumber
    self.document = document
    self.matter = matter
    self.file = file
    self.gapReason = gapReason
  }
}

/// A merged file of labels.
package struct BoundLabels: Hashable, Sendable {
  package var file: URL
  /// All pages, index sheets among them.
  package var pages: Int
  /// Index sheets at the beginning.
  package var indexSheets: Int
  /// Rows with a label.
  package var labels: Int
  /// Rows with a gap page: row number and reason, in list order.
  package var gaps: [Gap]

  /// A row without a label in the merged file.
  package struct Gap: Hashable, Sendable {
    package var row: Int
    package var reason: String
  }
}
