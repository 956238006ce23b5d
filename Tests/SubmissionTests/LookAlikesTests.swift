import Foundation
import JobLedger
import MailAPI
import MailModel
import Submission
import Testing

@Suite struct LookAlikesTests {
  private static let recipient = PostalAddress(
    name: "Jane Doe", street1: "1 Oak St", city: "Los Angeles", state: "CA", zip: "90001")
  private static let firm = PostalAddress(
    name: "Ames & Boyd LLP", street1: "1 Main St", city: "San Francisco", state: "CA", zip: "94105")
  private static let token = Token(rawValue: 0x123_4567_89AB_CDEF)
  private static let sent = "CASE-1 ~\(token.text)"

  private static func letter(
    state: MailingState = .uncertain, reference: String? = sent
  ) throws -> DoubtfulLetter {
    let body = NewMailing(
      from: firm, to: recipient, mailClass: MailClass("certified"), reference: reference)
    return DoubtfulLetter(
      id: 7, rowID: "abc:7", token: token, state: state, code: "",
      body: [UInt8](try JSONEncoder().encode(body)), recipient: recipient,
      mailClass: MailClass("certified"),
      claimed: 50, ended: 60, claimedAt: UTCTime(rawValue: 1_000_000_000), reserved: Cents(750),
      attempts: 1)
  }

  private static func listed(_ reference: String?) -> Mailing {
    Mailing(
      id: "a", mailClass: MailClass("certified"), reference: reference, from: firm, to: recipient,
      createdAt: UTCTime(rawValue: 1_000_001_000))
  }

  private func owner(
    of mailing: Mailing, _ lessons: Lessons?, _ letter: DoubtfulLetter, readByID: Bool = false
  ) throws -> Look.Owner {
    let alikes = LookAlikes(letters: [letter], lessons: lessons)
    return try alikes.owner(
      of: mailing, fitting: try alikes.fitting(mailing), readByID: readByID)
  }

  /// How the list gives a reference back, what a mailing has there, and what follows.
  @Test(
    arguments: [
      (Lessons.Echo.verbatim, nil, Look.Likeness.blocking),
      (.verbatim, "CASE-1", .blocking),
      (.verbatim, "CASE-1 ~02\u{2026}", nil),
      (.verbatim, "CASE-1 ~...", .blocking),
      (.verbatim, "CAS\u{FFFD}", .blocking),
      (.verbatim, "CASE-2 by hand", nil),
      (.verbatim, "OTHER ~0123456789AB", nil),
      (.tokenKept, nil, .blocking),
      (.missing, nil, .adoptable),
      (.missing, "CASE-2 by hand", nil),
      (.cut, "CASE-1 ~02", nil),
      (.cut, "CASE-1 ~", .adoptable),
      (.cut, nil, .blocking),
      (.altered, "?????? ?????????????", .adoptable),
      (.altered, "OTHER ~0123456789AB", .adoptable),
      (.altered, nil, .blocking),
      (nil, nil, .undecided),
      (nil, "CASE-1 ~", .undecided),
      (nil, "OTHER ~0123456789AB", nil),
    ] as [(Lessons.Echo?, String?, Look.Likeness?)])
  func `a mailing without the token is what the API's echo makes it`(
    echo: Lessons.Echo?, reference: String?, likeness: Look.Likeness?
  ) throws {
    let lessons = echo.map { Lessons(echoByID: $0, echoInList: $0) }
    let owner = try owner(of: Self.listed(reference), lessons, try Self.letter())
    #expect(owner == likeness.map { .lookAlike(of: [7], $0) } ?? .stranger)
  }

  @Test func `a token is read however its reference was spelled`() throws {
    let token = Self.token.text
    for reference in ["case-1 ~\(token.lowercased())", "CASE 1 \(token)", "[\(token)] CASE-1"] {
      let owner = try owner(
        of: Self.listed(reference), Lessons(echoByID: .altered), try Self.letter())
      #expect(owner == .open(mailing: 7, state: .doubtful, agrees: true))
    }
  }

  @Test func `what is being sent just now is left to another listing`() throws {
    let owner = try owner(
      of: Self.listed(nil), Lessons(echoByID: .missing), try Self.letter(state: .submitting))
    #expect(owner == .lookAlike(of: [7], .undecided))
  }

  @Test func `a letter that went out without a token is known by its fields`() throws {
    let lessons = Lessons(echoByID: .verbatim, echoInList: .verbatim)
    let owner = try owner(
      of: Self.listed("CASE-1"), lessons, try Self.letter(reference: "CASE-1"))
    #expect(owner == .lookAlike(of: [7], .adoptable))
    for other in ["CASE", nil] {
      let owner = try self.owner(
        of: Self.listed(other), lessons, try Self.letter(reference: "CASE-1"))
      #expect(owner == .lookAlike(of: [7], .blocking))
    }
  }

  @Test func `what the list says itself counts before what the page says`() throws {
    let lessons = Lessons(echoByID: .missing, echoInList: .verbatim)
    #expect(
      try owner(of: Self.listed(nil), lessons, try Self.letter()) == .lookAlike(of: [7], .blocking))
  }

  @Test func `by its id a mailing tells what the list keeps to itself`() throws {
    let lessons = Lessons(echoByID: .verbatim, echoInList: .missing)
    #expect(LookAlikes(letters: [], lessons: lessons).isTokenOnlyByID)
    let letter = try Self.letter()
    #expect(
      try owner(of: Self.listed(Self.sent), lessons, letter, readByID: true)
        == .open(mailing: 7, state: .doubtful, agrees: true))
    #expect(
      try owner(of: Self.listed(nil), lessons, letter, readByID: true)
        == .lookAlike(of: [7], .blocking))
  }

  /// How the API gives references back, what a mailing has there, how its recipient was altered, and
  /// whether it is in the way of the letter's absence.
  @Test(
    arguments: [
      (.verbatim, "CASE-1", "JANE D", "90002", true),
      (.verbatim, "CASE-1 ~", "Wei", "10001", true),
      (.verbatim, "CASE-2", "Jane Doe", "90001", false),
      (.verbatim, nil, "JANE D", "90002", true), (.verbatim, nil, "Wei Zhang", "10001", false),
      (.missing, nil, "jané doé", "90001", true), (.missing, nil, "Janet Doe", "90001", true),
      (.missing, nil, "Wei Zhang", "10001", false),
      (.missing, "CASE-7", "Jane Doe", "90001", false),
      (.altered, "?", "JANE DOE LLC", "90001", true), (.altered, "?", "Wei Zhang", "10001", false),
    ] as [(Lessons.Echo, String?, String, String, Bool)])
  func `what may be the letter, altered, is in the way of its absence`(
    echo: Lessons.Echo, reference: String?, name: String, zip: String, isInTheWay: Bool
  ) throws {
    var mailing = Self.listed(reference)
    mailing.to?.name = name
    mailing.to?.zip = zip
    mailing.to?.street1 = zip == "10001" ? "9 Elm Ave" : "1 OAK STREET"
    mailing.mailClass = MailClass("CERTIFIED-MAIL")
    let alikes = LookAlikes(
      letters: [try Self.letter()], lessons: Lessons(echoByID: echo, echoInList: echo))
    #expect(
      try alikes.altered(mailing) == (isInTheWay ? .lookAlike(of: [7], .blocking) : .stranger))
  }

  @Test func `a list that keeps recipients to itself is in the way unless a reference speaks`()
    throws
  {
    var mailing = Self.listed(nil)
    mailing.to = nil
    let alikes = LookAlikes(
      letters: [try Self.letter()], lessons: Lessons(echoByID: .verbatim, echoInList: .verbatim))
    #expect(try alikes.altered(mailing) == .lookAlike(of: [7], .blocking))
    mailing.reference = "CASE-2"
    #expect(try alikes.altered(mailing) == .stranger)
  }

  @Test
  func
    `a reference that was cut counts whatever the clocks say, and so does a letter without token`()
    throws
  {
    var mailing = Self.listed("CASE-1 ~")
    mailing.createdAt = UTCTime(rawValue: 0)
    let lessons = Lessons(echoByID: .verbatim, echoInList: .verbatim)
    let alikes = LookAlikes(letters: [try Self.letter()], lessons: lessons)
    #expect(try alikes.altered(mailing) == .lookAlike(of: [7], .blocking))
    mailing.reference = "CASE-1"
    #expect(
      try owner(of: mailing, lessons, try Self.letter(reference: "CASE-1"))
        == .lookAlike(of: [7], .blocking))
    mailing.reference = nil
    #expect(
      try owner(of: mailing, lessons, try Self.letter(reference: nil))
        == .lookAlike(of: [7], .blocking))
    #expect(try owner(of: mailing, lessons, try Self.letter()) == .stranger)
  }

  @Test func `recipient, class and sender must all fit`() throws {
    let alikes = LookAlikes(letters: [try Self.letter()], lessons: nil)
    #expect(try alikes.fitting(Self.listed(nil)).count == 1)
    var other = Self.listed(nil)
    other.to?.zip = "90002"
    #expect(try alikes.fitting(other).isEmpty)
    other = Self.listed(nil)
    other.mailClass = MailClass("certified_return_receipt")
    #expect(try alikes.fitting(other).isEmpty)
    other = Self.listed(nil)
    other.from?.name = "Other & Partners"
    #expect(try alikes.fitting(other).isEmpty)
  }

  @Test(arguments: [
    (Lessons.Echo.verbatim, Look.Owner.stranger), (.missing, .lookAlike(of: [7], .blocking)),
    (.altered, .lookAlike(of: [7], .blocking)), (.tokenKept, .stranger),
  ])
  func `an older mailing is no stranger where only the clock says so`(
    echo: Lessons.Echo, expected: Look.Owner
  ) throws {
    var old = Self.listed(echo == .altered ? "?" : nil)
    old.createdAt = UTCTime(rawValue: 1_000_000_000 - 11 * 60 * 1000)
    let lessons = Lessons(echoByID: echo, echoInList: echo)
    #expect(try owner(of: old, lessons, try Self.letter()) == expected)
    old.createdAt = UTCTime(rawValue: 1_000_000_000 - 9 * 60 * 1000)
    #expect(try owner(of: old, lessons, try Self.letter()) != .stranger)
  }
}
