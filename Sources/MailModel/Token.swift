/// The mark that certmail adds to a mailing's reference so that the mailing can be found again.
///
/// Sixty bits, deterministic: the same letter always has the same token, whatever file, row or
/// ledger it stands in, so that a lost ledger cannot mail it twice (see `TokenHasher`).
package struct Token: RawRepresentable, Hashable, Comparable, Sendable {
  /// The sixty bits; never negative.
  package var rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }

  /// How many letters and digits `text` has.
  package static let length = 12

  /// Crockford base 32, twelve characters, upper case: `7KQ2M9XD3WTE`.
  package var text: String {
    var text = ""
    for shift in stride(from: 55, through: 0, by: -5) {
      text.unicodeScalars.append(Unicode.Scalar(Self.alphabet[Int(rawValue >> Int64(shift)) & 31]))
    }
    return text
  }

  /// Reads twelve Crockford digits, in either case, with `O` for 0 and `I` or `L` for 1.
  package init?(text: some StringProtocol) {
    guard text.utf8.count == Self.length else { return nil }
    var bits: Int64 = 0
    for byte in text.utf8 {
      guard let digit = Self.digit(byte) else { return nil }
      bits = bits << 5 | Int64(digit)
    }
    rawValue = bits
  }

  package static func < (left: Token, right: Token) -> Bool { left.rawValue < right.rawValue }

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  private static func digit(_ byte: UInt8) -> Int? {
    let upper = byte >= UInt8(ascii: "a") ? byte & 0xDF : byte
    switch upper {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    default: return alphabet.firstIndex(of: upper)
    }
  }
}

/// Makes a token from a letter's identity: job, reference, recipient, class, matter, occurrence.
///
/// Neither sender, file nor row number takes part. The recipient is canonicalised, so that case,
/// punctuation, spacing and accents do not make another letter; reference, class and matter count
/// as given.
package struct TokenHasher: Sendable {
  private var hash = SHA256()

  /// Starts an identity of version 1 for `job`.
  package init(job: String) {
    addExact("certmail token 1".utf8.span)
    addExact(job.utf8.span)
  }

  /// Adds a field byte for byte.
  package mutating func addExact(_ bytes: Span<UInt8>) {
    hash.update(bytes)
    endField()
  }

  /// Adds a field with its letters raised and without accents (`foldedWords`), and each run of other
  /// characters than letters and digits folded into one blank, none at either end.
  package mutating func addCanonical(_ bytes: Span<UInt8>) {
    var pendingBlank = false
    var isEmpty = true
    for at in bytes.indices {
      let byte = bytes[at]
      // What follows a first byte beyond ASCII is read as text; nearly no field has one.
      guard byte < 0x80 else {
        addWords(bytes.extracting(at..<bytes.count), afterBlank: pendingBlank, isEmpty: isEmpty)
        break
      }
      let isLower = byte &- 0x61 < 26
      guard isLower || byte &- 0x41 < 26 || byte.isASCIIDigit else {
        pendingBlank = !isEmpty
        continue
      }
      if pendingBlank { hash.update(0x20) }
      pendingBlank = false
      isEmpty = false
      hash.update(isLower ? byte & 0xDF : byte)
    }
    endField()
  }

  private mutating func addWords(_ bytes: Span<UInt8>, afterBlank: Bool, isEmpty: Bool) {
    let text = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    let (words, startsAnew) = text.foldedWords
    guard !words.isEmpty else { return }
    if afterBlank || startsAnew, !isEmpty { hash.update(0x20) }
    hash.update(words.utf8.span)
  }

  private mutating func endField() { hash.update(0x1F) }

  /// The token: the first sixty bits of the digest.
  package func token() -> Token {
    var hash = hash
    return Token(rawValue: Int64(hash.finalizePrefix() >> 4))
  }
}

extension Token {
  /// The token of a letter; `recipient` is the checked form of what the row gave.
  package init(
    job: String, reference: String, recipient: PostalAddress, mailClass: MailClass,
    matter: String, occurrence: Int
  ) {
    var hasher = TokenHasher(job: job)
    hasher.addExact(reference.utf8.span)
    hasher.addCanonical(recipient.name.utf8.span)
    hasher.addCanonical(recipient.company.utf8.span)
    hasher.addCanonical(recipient.street1.utf8.span)
    hasher.addCanonical(recipient.street2.utf8.span)
    hasher.addCanonical(recipient.city.utf8.span)
    hasher.addCanonical(recipient.state.utf8.span)
    hasher.addCanonical(recipient.zip.utf8.span.extracting(first: 5))
    hasher.addExact(mailClass.rawValue.utf8.span)
    hasher.addExact(matter.utf8.span)
    hasher.addExact(String(occurrence).utf8.span)
    self = hasher.token()
  }
}
