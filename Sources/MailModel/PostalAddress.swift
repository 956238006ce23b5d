/// A US postal address with its addressee: one piece of mail's sender or recipient.
///
/// Fields are UTF-8 text without line breaks; an absent one is empty. `state` is a two-letter USPS
/// code and `zip` is `12345` or `12345-6789` once the address has been checked.
package struct PostalAddress: Hashable, Sendable {
  package var name: String
  package var company: String
  package var street1: String
  package var street2: String
  package var city: String
  package var state: String
  package var zip: String

  package init(
    name: String = "", company: String = "", street1: String = "", street2: String = "",
    city: String = "", state: String = "", zip: String = ""
  ) {
    self.name = name
    self.company = company
    self.street1 = street1
    self.street2 = street2
    self.city = city
    self.state = state
    self.zip = zip
  }
}
