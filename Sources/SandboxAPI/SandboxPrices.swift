import MailAPI
import MailModel

/// The sandbox's price table; invented for it, never used to price real mail.
enum SandboxPrices {
  private static let serviceFee = Cents(164)

  static let table: [ClassPrice] = [
    price("certified", "Certified Mail", 586),
    price("certified_return_receipt", "Certified Mail, return receipt (green card)", 812),
    price("certified_electronic_return_receipt", "Certified Mail, electronic return receipt", 712),
    price("certified_restricted_delivery", "Certified Mail, restricted delivery", 1410),
  ]

  static func price(of mailClass: MailClass) -> ClassPrice? {
    table.first { $0.mailClass == mailClass }
  }

  private static func price(_ name: String, _ words: String, _ postage: Int64) -> ClassPrice {
    ClassPrice(
      mailClass: MailClass(name), description: words,
      cost: Cost(
        postage: Cents(postage), serviceFee: serviceFee, total: Cents(postage) + serviceFee))
  }
}
