import Foundation
package import JobLedger
package import MailAPI
import MailModel

/// Tells whether a listed mailing that no row is known to own may be one of the ledger's letters.
///
/// Where the API gives the token back, a mailing without it is not ours and can at most block a
/// letter that it fits in every field; where it does not, those fields are all there is. What may
/// be a letter with its reference cut or its recipient altered is nobody's to adopt, and no letter
/// is absent beside it.
package struct LookAlikes {
  /// Uncertain and absent letters, and those that were being sent when the listing was made.
  let letters: [DoubtfulLetter]
  let lessons: Lessons?

  package init(letters: [DoubtfulLetter], lessons: Lessons?) {
    self.letters = letters
    self.lessons = lessons
  }

  /// The letters that a mailing fits in recipient, class and sender.
  /// - Throws: `DecodingError` when the ledger has a body that is not a letter.
  package func fitting(_ mailing: Mailing) throws -> [SentLetter] {
    try letters.filter { Self.fits($0, mailing) }.map { try SentLetter($0) }
      .filter { $0.isSender(mailing.from) }
  }

  /// Whether the API gives a reference back by id, though not in its list.
  package var isTokenOnlyByID: Bool {
    lessons?.echoByID == .verbatim && lessons?.tokenProves == false
  }

  /// Who may own a mailing that fits `letters`, or that one of all may have become.
  /// - Parameter readByID: the mailing was read by its id, not taken from the list.
  /// - Throws: `DecodingError` when the ledger has a body that is not a letter.
  package func owner(
    of mailing: Mailing, fitting letters: [SentLetter], readByID: Bool
  ) throws -> Look.Owner {
    let owner =
      letters.isEmpty ? .stranger : unaltered(mailing, fitting: letters, readByID: readByID)
    return owner == .stranger ? try altered(mailing, readByID: readByID) : owner
  }

  private func unaltered(
    _ mailing: Mailing, fitting letters: [SentLetter], readByID: Bool
  ) -> Look.Owner {
    let answered = mailing.reference ?? ""
    if let ours = letters.first(where: { $0.hasItsToken(answered) }) {
      return .open(mailing: ours.letter.id, state: ours.letter.openState, agrees: true)
    }
    let echo = readByID ? lessons?.echoByID : lessons?.echo
    let alike = letters.filter {
      // A clock that was wrong is no proof; a token that comes back is.
      $0.mayHaveComeBack(as: answered, by: echo)
        && ($0.isInTime(mailing) || !$0.isKnownByToken(echo))
    }
    let isUnknown = echo == nil && alike.contains { $0.carriesToken }
    let comesAsSent = alike.allSatisfy {
      $0.isInTime(mailing) && $0.comesBack(as: answered, by: echo)
    }
    return Self.likeness(alike, isUnknown ? .undecided : comesAsSent ? .adoptable : .blocking)
  }

  /// Who may own a mailing that fits no letter as it stands, be it that its reference was cut or its
  /// recipient altered.
  /// - Parameter readByID: the mailing was read by its id, not taken from the list.
  package func altered(_ mailing: Mailing, readByID: Bool = false) throws -> Look.Owner {
    let answered = mailing.reference ?? ""
    let echo = readByID ? lessons?.echoByID : lessons?.echo
    let sent = try letters.map { try SentLetter($0) }
    if let ours = sent.first(where: { $0.hasItsToken(answered) }) {
      return .open(mailing: ours.letter.id, state: ours.letter.openState, agrees: false)
    }
    let alike = sent.filter { letter in
      if letter.isCut(in: answered) { return true }
      // A reference that comes back otherwise than it was sent is another's, where any comes back.
      guard answered.isEmpty || echo == .altered else { return false }
      return RecipientAgreement.mayAgree(letter.letter.recipient, mailing.to)
        && (letter.isInTime(mailing) || !letter.isKnownByToken(echo))
    }
    return Self.likeness(alike, echo == nil ? .undecided : .blocking)
  }

  private static func likeness(_ alike: [SentLetter], _ likeness: Look.Likeness) -> Look.Owner {
    if alike.isEmpty { return .stranger }
    let isUnderWay = alike.contains { $0.letter.state == .submitting }
    return .lookAlike(of: alike.map(\.letter.id), isUnderWay ? .undecided : likeness)
  }

  private static func fits(_ letter: DoubtfulLetter, _ mailing: Mailing) -> Bool {
    guard let to = mailing.to, !to.name.isEmpty, !to.zip.isEmpty else { return false }
    return mailing.mailClass == letter.mailClass && RecipientAgreement.agrees(letter.recipient, to)
  }
}

/// A letter with the body that went out for it.
package struct SentLetter {
  let letter: DoubtfulLetter
  private let body: NewMailing

  init(_ letter: DoubtfulLetter) throws {
    self.letter = letter
    body = try JSONDecoder().decode(NewMailing.self, from: Data(letter.body))
  }

  /// Whether its token went out with it.
  var carriesToken: Bool { hasItsToken(body.reference ?? "") }

  func isSender(_ from: PostalAddress?) -> Bool { RecipientAgreement.agrees(body.from, from) }

  /// Milliseconds by which the clocks of both sides may differ.
  private static let clockSlack: Int64 = 10 * 60 * 1000

  /// Whether a mailing was made after the letter was claimed, by the clocks.
  func isInTime(_ mailing: Mailing) -> Bool {
    guard let created = mailing.createdAt else { return true }
    return created.rawValue >= letter.claimedAt.rawValue - Self.clockSlack
  }

  /// Whether its token stands in a reference, however that was spelled.
  func hasItsToken(_ answered: String) -> Bool {
    SentReference.holds(letter.token, in: answered)
  }

  /// Whether its token would be read where it comes back.
  func isKnownByToken(_ echo: Lessons.Echo?) -> Bool {
    carriesToken && (echo == .verbatim || echo == .tokenKept)
  }

  /// Whether its reference can have come back like this, by whatever mishap.
  func mayHaveComeBack(as answered: String, by echo: Lessons.Echo?) -> Bool {
    answered.isEmpty || echo == .altered || isCut(in: answered)
  }

  /// Whether its reference can have been cut to this: somewhere, perhaps in the middle of a
  /// character, perhaps with dots to say so. How short ones come back proves nothing of long ones.
  func isCut(in answered: String) -> Bool {
    var kept = Array(answered.unicodeScalars)
    while let last = kept.last, [".", "\u{2026}", "\u{FFFD}"].contains(last) { kept.removeLast() }
    return !answered.isEmpty && (body.reference ?? "").unicodeScalars.starts(with: kept)
  }

  /// Whether this is how the API gives its reference back, as far as that is known.
  func comesBack(as answered: String, by echo: Lessons.Echo?) -> Bool {
    guard let echo else { return true }
    guard carriesToken else { return echo != .verbatim || answered == body.reference ?? "" }
    return switch echo {
    case .verbatim, .tokenKept: false
    case .missing: answered.isEmpty
    case .cut, .altered: !answered.isEmpty
    }
  }
}

extension DoubtfulLetter {
  /// How its row stands.
  var openState: Look.OpenState { state == .submitting ? .submitting : .doubtful }
}
