/// The provider's name for a class of certified mail, `certified_return_receipt` for one.
///
/// Which classes exist is for `GET /pricing` to say; none is built in.
package struct MailClass: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package init(_ name: String) { rawValue = name }

  package static func < (left: MailClass, right: MailClass) -> Bool {
    left.rawValue < right.rawValue
  }
}
