package import JobLedger
package import MailAPI
package import MailModel

/// How a job writes its letters: sender, lines, reference.
package struct Letterhead: Sendable {
  package var from: PostalAddress
  /// Other return addresses, by the name that a row gives.
  package var senders: [String: PostalAddress]
  package var style: ReferenceStyle
  package var referenceLengthMax: Int
  /// How unit and company are written (`lines`), in words that change with them.
  package var lines: String
  /// The form in which a recipient is mailed (`lines`, `mail_address`).
  package var wireForm: @Sendable (PostalAddress) -> PostalAddress

  package init(
    from: PostalAddress, senders: [String: PostalAddress], style: ReferenceStyle,
    referenceLengthMax: Int, lines: String,
    wireForm: @escaping @Sendable (PostalAddress) -> PostalAddress
  ) {
    self.from = from
    self.senders = senders
    self.style = style
    self.referenceLengthMax = referenceLengthMax
    self.lines = lines
    self.wireForm = wireForm
  }

  /// What a first letter teaches about, in words that change with it.
  package var form: String {
    "reference \(style.rawValue) of \(referenceLengthMax) at most, \(lines)"
  }

  /// Whether a body that went out is written as the job writes now: one that is sent again keeps
  /// its first bytes.
  func writes(_ sent: NewMailing) -> Bool {
    (sent.reference ?? "").unicodeScalars.count <= referenceLengthMax
      && wireForm(sent.to) == sent.to
  }

  /// The text that a letter carries in the API's `reference`.
  package func reference(_ reference: String, _ token: Token) -> String {
    SentReference(
      reference: reference, token: token, style: style, lengthMax: referenceLengthMax
    ).text
  }

  /// The body of a letter's POST.
  package func body(_ letter: QueuedLetter) -> NewMailing {
    let text = reference(letter.reference, letter.token)
    return NewMailing(
      from: senders[letter.sender] ?? from, to: wireForm(letter.recipient),
      mailClass: letter.mailClass, reference: text.isEmpty ? nil : text)
  }
}

/// Whether what the API says of a recipient can be the letter's: the name without its accents, ZIP5
/// and state count, the street may have been standardised.
package enum RecipientAgreement {
  /// Whether `answered` can be the recipient that was `sent`.
  package static func agrees(_ sent: PostalAddress, _ answered: PostalAddress?) -> Bool {
    guard let answered else { return true }
    let names = [sent.name.folded, sent.company.folded, (sent.name + sent.company).folded]
    let name = answered.name.folded
    return (name.isEmpty || names.contains(name) || answered.company.folded == sent.name.folded)
      && (answered.zip.isEmpty || answered.zip.prefix(5) == sent.zip.prefix(5))
      && (answered.state.isEmpty || answered.state.uppercased() == sent.state.uppercased())
  }

  /// Whether `answered` may be the recipient that was `sent`, altered: cut, respelled or corrected.
  /// Only another name at another address surely is another's.
  package static func mayAgree(_ sent: PostalAddress, _ answered: PostalAddress?) -> Bool {
    guard let answered else { return true }
    let isNameLike = [sent.name, sent.company].contains { mine in
      [answered.name, answered.company].contains { isLike(mine, $0) }
    }
    if isNameLike { return true }
    if answered.street1.isEmpty { return answered.name.isEmpty && answered.company.isEmpty }
    return isLike(sent.street1, answered.street1) && isLike(sent.zip, answered.zip)
  }

  /// Whether one text begins as the other does, nothing or little of it lost on the way.
  private static func isLike(_ mine: String, _ theirs: String) -> Bool {
    let (mine, theirs) = (mine.folded, theirs.folded)
    guard !mine.isEmpty, !theirs.isEmpty else { return false }
    return mine.hasPrefix(theirs.prefix(5)) || theirs.hasPrefix(mine.prefix(5))
  }
}
