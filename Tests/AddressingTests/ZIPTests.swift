import Foundation
import MailModel
import Testing

@testable import Addressing

@Suite struct ZIPPrefixesTests {
  @Test func `the table is the counted one`() throws {
    let path = SharedData.url("zip3-states.tsv")
    guard FileManager.default.fileExists(atPath: path.path) else {
      print("ZIPPrefixesTests: \(path.lastPathComponent) is not here; comparison skipped")
      return
    }
    var expected = Array(repeating: StateSet(), count: 1000)
    for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst() {
      let columns = line.split(separator: "\t")
      let prefix = try #require(Int(columns[0]))
      expected[prefix] = StateSet(
        columns[1].split(separator: " ").compactMap { USState(code: String($0)) })
      #expect(!expected[prefix].isEmpty)
    }
    #expect(ZIPPrefixes.usps.sets == expected)
  }

  @Test func `934 minus its heading: 933 prefixes lie somewhere, eight in several states`() {
    let sets = ZIPPrefixes.usps.sets
    #expect(sets.count { !$0.isEmpty } == 933)
    #expect(sets.count { $0.states.count > 1 } == 8)
    #expect(ZIPPrefixes.usps.states(ofPrefix: 0).isEmpty)
    #expect(ZIPPrefixes.usps.states(ofPrefix: 945).states == [.california])
  }

  @Test(arguments: [("42223", "KY", "TN"), ("63673", "MO", "IL"), ("02861", "RI", "MA")])
  func `a ZIP that crosses a state line lies in both`(zip: String, own: String, neighbour: String)
    throws
  {
    let code = try #require(ZIPCode(base: zip))
    let codes = ZIPPrefixes.usps.states(of: code).states.map(\.code)
    #expect(Set(codes) == [own, neighbour])
  }

  @Test func `its neighbour does not`() throws {
    let code = try #require(ZIPCode(base: "42224"))
    #expect(ZIPPrefixes.usps.states(of: code).states == [.kentucky])
  }

  @Test func `every state has a prefix`() {
    let all = ZIPPrefixes.usps.sets.reduce(into: StateSet()) { $0.bits |= $1.bits }
    #expect(all.states == USState.allCases)
  }
}

@Suite struct ZIPReadingTests {
  @Test(arguments: [
    ("94105", "94105"), ("94105-1234", "94105-1234"), ("941051234", "94105-1234"),
    ("94105 1234", "94105-1234"), ("94105-", "94105"), ("94105-0000", "94105"),
    ("94105.0", "94105"), ("94105.00", "94105"), ("941051234.0", "94105-1234"),
    ("=\"94105\"", "94105"), ("'94105", "94105"), ("CA94105", "94105"),
    ("ca 94105-1234", "94105-1234"),
  ])
  func `the digits are what counts`(text: String, expected: String) {
    #expect(ZIPReading(text, state: .california).zip?.text == expected)
  }

  @Test(arguments: [
    ("7302", USState.newJersey, "07302"), ("2133", .massachusetts, "02133"),
    ("901", .puertoRico, "00901"), ("802", .virginIslands, "00802"),
    ("73021234", .newJersey, "07302-1234"), ("9011234", .puertoRico, "00901-1234"),
    ("901-1234", .puertoRico, "00901-1234"),
  ])
  func `lost zeros come back where the state proves them`(text: String, state: USState, zip: String)
    throws
  {
    #expect(ZIPReading(text, state: state) == .zerosRestored(try #require(Self.zip(zip))))
  }

  @Test(arguments: [
    ("7302", USState.texas), ("7302", nil), ("0730", .newJersey), ("730", .newJersey),
    ("0901", .puertoRico), ("73021", nil), ("12345678901", .newYork), ("94105-1", .california),
    ("94105.5", .california), ("1.5E+4", nil), ("-", nil), ("=\"\"", nil), ("'", nil),
    ("CA", .california),
  ])
  func `nothing is guessed`(text: String, state: USState?) {
    switch ZIPReading(text, state: state) {
    case .exact(let zip): #expect(zip.text == text)
    case .malformed: break
    case .missing, .reformatted, .zerosRestored: Issue.record("\(text) was read")
    }
  }

  private static func zip(_ text: String) -> ZIPCode? {
    let parts = text.split(separator: "-")
    return ZIPCode(base: parts[0], plus4: parts.count == 2 ? parts[1] : nil)
  }
}
