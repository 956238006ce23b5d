import MailModel
import Testing

@Suite struct SHA256Tests {
  @Test(arguments: [
    (0, "0 rows"), (1, "1 row"), (999, "999 rows"), (1_250, "1,250 rows"),
    (1_000_000, "1,000,000 rows"),
  ])
  func `a count is said with what it counts`(count: Int, text: String) {
    #expect(count.counted("row") == text)
    #expect(1.counted("row is", "rows are") == "1 row is")
    #expect(2.counted("row is", "rows are") == "2 rows are")
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the standard's vectors come out`(text: String, digest: String) {
    #expect(SHA256.hex(text) == digest)
  }

  @Test func `a million times a, fed in pieces, comes out`() {
    var hash = SHA256()
    for _ in 0..<10_000 { hash.update([UInt8](repeating: 0x61, count: 100)) }
    #expect(
      hash.finalize().hexadecimal
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}

@Suite struct CentsTests {
  @Test(arguments: [("9", 900), ("9.7", 970), ("9.76", 976), ("9.7600", 976), ("-0.05", -5)])
  func `decimal text is read to the cent`(text: String, cents: Int64) {
    #expect(Cents(decimal: text) == Cents(cents))
  }

  @Test(arguments: ["", "-", "9.761", "$9", "1e3", "9.", ".5", "1,000", "9 ", "1000000000.01"])
  func `what is no exact amount is refused`(text: String) {
    #expect(Cents(decimal: text) == nil)
  }

  @Test func `amounts are printed for machines and for people`() {
    #expect(Cents(-5).description == "-0.05")
    #expect(Cents(250_000).dollars == "$2,500.00")
  }
}

@Suite struct TokenTests {
  private func token(_ name: String, zip: String = "90001", occurrence: Int = 1) -> Token {
    Token(
      job: "nightly", reference: "CASE-1",
      recipient: PostalAddress(
        name: name, street1: "456 Oak Ave.", city: "Los Angeles", state: "CA", zip: zip),
      mailClass: MailClass("certified"), matter: "", occurrence: occurrence)
  }

  @Test func `case, punctuation and ZIP+4 do not make another letter`() {
    #expect(token("Jane Doe") == token("JANE  DOE", zip: "90001-1234"))
  }

  @Test(arguments: [
    ("José Núñez", "JOSE NUNEZ"), ("José Núñez", "Jose\u{301} Nu\u{301}n\u{303}ez"),
    ("Anna Strauß", "ANNA STRAUSS"), ("Sean O’Neil", "Sean O'Neil"), ("“Bud” Løw", "\"Bud\" Low"),
    ("Ann Ray – Trustee", "Ann Ray - Trustee"), ("Zo\u{AD}ë\u{200B} Ames", "Zoe Ames"),
  ])
  func `accents, dashes and quotes do not make another letter`(one: String, other: String) {
    #expect(token(one) == token(other))
  }

  @Test(arguments: [
    ("Sean O’Neil", "Sean ONeil"), ("Jon Äs", "Jonas"), ("É Dupont", "Dupont"), ("王伟", "王"),
  ])
  func `words that are parted otherwise make another letter`(one: String, other: String) {
    #expect(token(one) != token(other))
  }

  @Test func `another person or occurrence is another letter`() {
    #expect(token("Jane Doe") != token("Jane Roe"))
    #expect(token("Jane Doe") != token("Jane Doe", occurrence: 2))
  }

  @Test func `its text is twelve characters and comes back`() {
    let token = token("Jane Doe")
    #expect(token.text.count == 12)
    #expect(Token(text: token.text.lowercased()) == token)
    #expect(Token(text: "ABC") == nil)
  }
}

@Suite struct SentReferenceTests {
  private let token = Token(rawValue: 12345)

  @Test func `a long reference is cut in the middle, never the token`() {
    let sent = SentReference(
      reference: "A VERY LONG REFERENCE OF THE FIRM 2024-001", token: token, style: .suffix,
      lengthMax: 40)
    #expect(sent.text.unicodeScalars.count == 40)
    #expect(SentReference.token(in: sent.text) == token)
  }

  @Test func `each style is as documented`() {
    func text(_ style: ReferenceStyle) -> String {
      SentReference(reference: "CASE-1", token: token, style: style, lengthMax: 40).text
    }
    #expect(text(.suffix) == "CASE-1 ~\(token.text)")
    #expect(text(.tokenOnly) == "~\(token.text)")
    #expect(text(.plain) == "CASE-1")
  }
}

@Suite struct MailingTransitionTests {
  @Test func `nothing leads from submitting or uncertain to queued but proof or a person`() {
    let ways = [MailingState.submitting, .uncertain].flatMap { state in
      MailingEvent.allCases.filter { (try? state.after($0)) == .queued }
    }
    #expect(ways == [.notExecuted, .resent])
  }

  @Test func `a transition that is forbidden is told in words`() {
    let error = #expect(throws: IllegalTransition.self) {
      try MailingState.queued.after(.accepted)
    }
    #expect(error?.description == "a mailing that is queued cannot be accepted")
  }

  @Test func `a final state goes nowhere but for a lost label`() {
    for (from, to) in MailingState.allowedTransitions where from.isFinal {
      #expect(from == .done && to == .mailed)
    }
  }
}
