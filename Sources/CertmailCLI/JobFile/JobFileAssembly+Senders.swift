import Addressing
import MailModel

extension JobFileAssembly {
  /// `from`, when it is complete.
  func sender() -> PostalAddress? {
    address(root.section(.from, of: AddressKey.self))
  }

  /// `senders`, those of them that are complete.
  func senders() -> [String: PostalAddress] {
    let entries = root.members(
      of: .senders, expected: "addresses by name, {\"ny\": {\"name\": \"…\", …}}")
    let nameForm = ValueForm<String>.words(
      "the name of a sender", lengthMax: JobLimit.wordLengthMax,
      expected: "the text that a row's sender column has")
    var senders: [String: PostalAddress] = [:]
    for (member, path) in entries {
      guard let name = nameForm.read(.text(member.key)) else {
        problems.add(nameForm.complaint(about: .text(member.key)), at: member.keyPosition, path)
        continue
      }
      let section = JobSection<AddressKey>(member.value, path: path, problems: problems)
      if let address = address(section) { senders[name] = address }
    }
    return senders
  }

  /// A return address: name or company, and street1, city, state and zip.
  private func address(_ section: JobSection<AddressKey>) -> PostalAddress? {
    let name = optionalLine(section, .name)
    let company = optionalLine(section, .company)
    let street1 = section.required(.street1, .line("123 Main St"))
    let city = section.required(.city, .line("San Francisco"))
    let state = section.required(.state, .stateCode)
    let zip = section.required(.zip, .zipCode)
    if name.isEmpty, company.isEmpty, section.isObject, section.located(.name) == nil,
      section.located(.company) == nil
    {
      problems.add(
        "neither name nor company; expected at least one", at: section.position, section.path)
    }
    guard let street1, let city, let state, let zip else { return nil }
    return PostalAddress(
      name: name, company: company, street1: street1, street2: optionalLine(section, .street2),
      city: city, state: state, zip: zip)
  }

  private func optionalLine(_ section: JobSection<AddressKey>, _ key: AddressKey) -> String {
    section.value(key, .line("…"), default: "")
  }
}

extension ValueForm<String> {
  /// One line of an address.
  static func line(_ example: String) -> Self {
    words(
      "a line of an address", lengthMax: JobLimit.lineLengthMax,
      expected: "text of 1 to \(JobLimit.lineLengthMax) characters"
        + (example == "…" ? "; leave the key out when there is none" : " such as \"\(example)\""))
  }

  /// The two letters of a state or territory, raised.
  static let stateCode = text("a state", expected: "the code of a state, such as \"CA\"") { text in
    USState(code: text.uppercased())?.code
  }

  /// Five digits, or nine with a hyphen.
  static let zipCode = text(
    "a ZIP code", expected: "text such as \"94105\" or \"94105-1234\""
  ) { text in
    let bytes = Array(text.utf8)
    let digits = bytes.filter(\.isASCIIDigit).count
    let isShort = bytes.count == 5 && digits == 5
    let isLong = bytes.count == 10 && digits == 9 && bytes[5] == UInt8(ascii: "-")
    return isShort || isLong ? text : nil
  }
}
