package import MailModel

/// What the API asks for one mailing of a class.
package struct Price: Hashable, Sendable {
  /// The class as the API names it.
  package var mailClass: MailClass
  /// The part that goes to the USPS.
  package var postage: Cents
  /// The provider's own fee.
  package var serviceFee: Cents
  /// What is charged; the provider's figure, never our sum.
  package var total: Cents

  /// A price as the API gave it; nothing is added up here.
  package init(mailClass: MailClass, postage: Cents, serviceFee: Cents, total: Cents) {
    self.mailClass = mailClass
    self.postage = postage
    self.serviceFee = serviceFee
    self.total = total
  }

  /// What is odd about the price; the price is used all the same, because the total is what counts.
  ///
  /// Codes: `price_sum_differs`, `price_not_positive`; both warnings.
  package var findings: [Finding] {
    var findings: [Finding] = []
    let name = "price of \"\(mailClass.rawValue)\""
    if total != postage + serviceFee {
      findings.append(
        Finding(
          .warning, "price_sum_differs", nil,
          "\(name) is \(total.dollars), but postage \(postage.dollars) and service fee"
            + " \(serviceFee.dollars) make \((postage + serviceFee).dollars)",
          hint: "the total is what is quoted; ask the provider"))
    }
    if total <= .zero {
      findings.append(
        Finding(
          .warning, "price_not_positive", nil, "\(name) is \(total.dollars)",
          hint: "nothing is mailed for nothing; ask the provider"))
    }
    return findings
  }
}
