/// A sender or recipient as it stands on a label; an absent field is empty.
package struct LabelAddress: Hashable, Sendable {
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

  /// The lines above the city, without the empty ones.
  var upperLines: [WinAnsiText] {
    [name, company, street1, street2].map(WinAnsiText.init).filter { $0.hasInk }
  }

  /// The first five digits of the ZIP when it is one, for the barcode.
  var zip5: String? {
    let digits = zip.utf8.prefix { 0x30...0x39 ~= $0 }
    let next = zip.utf8.dropFirst(digits.count).first
    guard digits.count == 5, next == nil || next == UInt8(ascii: "-") else { return nil }
    return String(decoding: digits, as: UTF8.self)
  }
}

extension WinAnsiText {
  /// Whether there is something to see.
  var hasInk: Bool { codes.contains { $0 != 0x20 && $0 != 0xA0 } }
}
