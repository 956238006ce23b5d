import MailModel

extension OutputBuffer {
  /// Appends a recipient: name, company and address, each on a line of its own.
  mutating func recipient(_ entry: borrowing ReportEntry) {
    let name = entry.recipient.name
    let company = entry.recipient.company
    raw("<b>")
    isolated(name.isEmpty ? company : name)
    raw("</b>")
    if !name.isEmpty, !company.isEmpty, company != name { line(company) }
    line(address(entry))
  }

  /// Appends what was found: the message, and its machine name in small letters.
  mutating func finding(_ entry: borrowing ReportEntry) {
    if !entry.message.isEmpty { isolated(entry.message) }
    guard !entry.code.isEmpty else { return }
    raw(" <code>")
    html(entry.code)
    raw("</code>")
  }

  /// Appends a state's chip: its name in its colour.
  mutating func chip(_ state: MailingState, _ header: ReportHeader) {
    chip(header.name(of: state), StateWording(state, isQuote: header.isQuote).tone)
  }

  /// Appends a name of ours in its colour.
  mutating func chip(_ name: String, _ tone: StateWording.Tone) {
    raw("<span class=\"chip ")
    raw(string: tone.rawValue)
    raw("\">")
    raw(string: name)
    raw("</span>")
  }

  /// Appends a tracking number in groups of four, as USPS prints it; copied, it has no blanks.
  mutating func trackingNumber(_ number: String) {
    guard number.utf8.allSatisfy({ $0.isASCIIDigit }) else { return isolated(number) }
    raw("<span class=\"tracking\">")
    var rest = Substring(number)
    while !rest.isEmpty {
      raw("<span>")
      raw(string: String(rest.prefix(4)))
      raw("</span>")
      rest = rest.dropFirst(4)
    }
    raw("</span>")
  }

  private func address(_ entry: borrowing ReportEntry) -> String {
    let place = [entry.recipient.state, entry.recipient.zip].filter { !$0.isEmpty }
    let parts = [
      entry.recipient.street1, entry.recipient.street2, entry.recipient.city,
      place.joined(separator: " "),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private mutating func line(_ text: String) {
    guard !text.isEmpty else { return }
    raw("<br />")
    small(text)
  }

  private mutating func small(_ text: String) {
    raw("<small>")
    isolated(text)
    raw("</small>")
  }
}

extension String {
  /// A machine name for people: `certified_return_receipt` as `certified return receipt`.
  var spaced: String { String(map { $0 == "_" ? " " : $0 }) }
}
