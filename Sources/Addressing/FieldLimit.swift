import MailModel

/// How long a field may be, in Unicode scalars.
struct FieldLimit: Hashable {
  /// Longer warns: labels of the trade take no more (FIELD: name and company 40 to 50, a line 64,
  /// city 28 to 50).
  var label: Int?
  /// Longer is an error. Names are generous: a trustee bank's name with its trust and series runs to
  /// 150 letters and more.
  var most: Int

  /// `nil` for fields that are judged as a whole: state, ZIP, mail_by, occurrence.
  static func of(_ field: RowField) -> FieldLimit? {
    switch field {
    case .name, .company: FieldLimit(label: 50, most: 200)
    case .street1, .street2: FieldLimit(label: 64, most: 100)
    case .city: FieldLimit(label: 50, most: 60)
    case .reference, .matter: FieldLimit(most: 255)
    case .mailClass, .sender: FieldLimit(most: 100)
    case .document: FieldLimit(most: 1024)
    case .state, .zip, .country, .mailBy, .occurrence, .certmailRow: nil
    }
  }

  private init(label: Int? = nil, most: Int) { (self.label, self.most) = (label, most) }
}
