/// What a mail class asks the carrier to do, as it is printed on the piece.
enum MailClassText {
  /// `certified_return_receipt` → `RETURN RECEIPT REQUESTED`, `PS FORM 3811`.
  ///
  /// A class that is not known here is printed in its own words.
  static func lines(_ mailClass: String) -> [String] {
    switch mailClass {
    case "certified":
      ["CERTIFIED MAIL"]
    case "certified_return_receipt":
      ["RETURN RECEIPT", "REQUESTED", "(PS Form 3811)"]
    case "certified_electronic_return_receipt":
      ["RETURN RECEIPT", "(ELECTRONIC)"]
    case "certified_restricted_delivery":
      ["RESTRICTED", "DELIVERY"]
    default:
      [mailClass.replacing("_", with: " ").uppercased()]
    }
  }
}
