import MailAPI
import MailModel

/// The sandbox's price table; invented for it, never used to price real mail.
enum SandboxPrices {
  private static let serviceFee = Cents(164)

  static let table: [ClassPrice] = [
    price("certified", "Certified Mail", 586),
    price("certified_return_receipt", "Certified Mail with return receipt (green card)", 812),
    price(
      "certified_electronic_return_receipt", "Certified Mail with electronic return receipt", 712),
    price("certified_restricted_delivery", "Certified Mail, restricted delivery", 1410),
  ]

  /// The price of a class.
  /// - Throws: 422 that names the classes there are.
  static func known(_ mailClass: MailClass) throws(SandboxRefusal) -> ClassPrice {
    guard let price = table.first(where: { $0.mailClass == mailClass }) else {
      throw SandboxRefusal(
        .unprocessableEntity,
        "mail_class: \(mailClass.rawValue) is not known; known are "
          + table.map(\.mailClass.rawValue).joined(separator: ", "))
    }
    return price
  }

  private static func price(_ name: String, _ words: String, _ postage: Int64) -> ClassPrice {
    ClassPrice(
      mailClass: MailClass(name), description: words,
      cost: Cost(
        postage: Cents(postage), serviceFee: serviceFee, total: Cents(postage) + serviceFee))
  }
}
