/// A field that a row of a case list can have; the raw value is its name in the job file's
/// `input.columns` and in every report.
package enum RowField: String, CaseIterable, Hashable, Sendable {
  case reference, name, company, street1, street2, city, state, zip
  /// Only looked at, so that an address abroad is told; never stored, never sent.
  case country
  case mailClass = "mail_class"
  case matter
  case mailBy = "mail_by"
  case document, sender, occurrence
  /// Written by certmail into `needs-attention.csv`: `HASH6:ROW`, the row that this row repairs.
  case certmailRow = "certmail_row"

  /// The position in `allCases`, for tables indexed by field.
  @inlinable package var index: Int {
    switch self {
    case .reference: 0
    case .name: 1
    case .company: 2
    case .street1: 3
    case .street2: 4
    case .city: 5
    case .state: 6
    case .zip: 7
    case .country: 8
    case .mailClass: 9
    case .matter: 10
    case .mailBy: 11
    case .document: 12
    case .sender: 13
    case .occurrence: 14
    case .certmailRow: 15
    }
  }

  /// How many fields there are.
  package static let count = 16
}
