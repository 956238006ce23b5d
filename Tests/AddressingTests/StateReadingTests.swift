import MailModel
import Testing

@testable import Addressing

@Suite struct StateReadingTests {
  @Test func `there are 62 states, each read from its code and its name`() {
    #expect(USState.allCases.count == 62)
    #expect(StateNames.all.count == 62)
    for state in USState.allCases {
      #expect(StateReading(state.code) == .exact(state))
      #expect(StateReading(state.code.lowercased()) == .spelled(state))
      #expect(StateReading(state.name) == .spelled(state))
      #expect(StateReading(state.name.uppercased()) == .spelled(state))
    }
  }

  @Test(arguments: [
    (USState.california, "CA", "California"), (.districtOfColumbia, "DC", "District of Columbia"),
    (.newHampshire, "NH", "New Hampshire"), (.northernMarianas, "MP", "Northern Mariana Islands"),
    (.armedForcesPacific, "AP", "Armed Forces Pacific"), (.wyoming, "WY", "Wyoming"),
    (.micronesia, "FM", "Federated States of Micronesia"), (.virginia, "VA", "Virginia"),
  ])
  func `codes and names belong together`(state: USState, code: String, name: String) {
    #expect(state.code == code)
    #expect(state.name == name)
  }

  @Test(arguments: [
    ("Calif.", USState.california), ("Mass", .massachusetts), ("Wash DC", .districtOfColumbia),
    ("Wash.", .washington), ("D.C.", .districtOfColumbia), ("N.Y.", .newYork), ("n y", .newYork),
    ("Fla", .florida), ("Penna.", .pennsylvania), ("W. Va.", .westVirginia), ("Ore.", .oregon),
    ("U.S. Virgin Islands", .virginIslands), ("P.R.", .puertoRico), ("Okla", .oklahoma),
    ("TX - Texas", .texas), ("Texas (TX)", .texas), ("US-TX", .texas), ("Hawai‘i", .hawaii),
  ])
  func `people's abbreviations are understood`(text: String, state: USState) {
    #expect(StateReading(text) == .spelled(state))
  }

  @Test(arguments: ["CF", "X", "Texa", "TX1", "TX NY", "Ontario", "Mexico", "?", "T3XAS"])
  func `anything else is not`(text: String) { #expect(StateReading(text) == .unknown) }

  @Test func `an empty field is missing, not unknown`() { #expect(StateReading("") == .missing) }

  @Test(arguments: [
    ("Texa", USState.texas), ("Clafornia", .california), ("Missisippi", .mississippi),
  ])
  func `the nearest name is suggested`(text: String, state: USState) {
    #expect(StateReading.nearest(to: text, among: StateSet()) == state)
  }

  @Test(arguments: ["CF", "Atlantis", ""])
  func `nothing is suggested when nothing is near`(text: String) {
    #expect(StateReading.nearest(to: text, among: StateSet()) == nil)
  }

  @Test func `the ZIP's states come before likeness`() {
    #expect(StateReading.nearest(to: "CF", among: StateSet([.california])) == .california)
    #expect(StateReading.nearest(to: "IA", among: StateSet([.idaho, .wyoming])) == .idaho)
  }
}

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("CF", "CA", 1), ("AB", "BA", 1), ("TEXA", "TEXAS", 1), ("", "ABC", 3),
  ])
  func `slips are counted`(from: String, to: String, slips: Int) {
    #expect(EditDistance.between(Array(from.utf8), Array(to.utf8)) == slips)
    #expect(EditDistance.between(Array(to.utf8), Array(from.utf8)) == slips)
  }
}
