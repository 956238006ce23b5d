/// How people write each state: its code, its name, and the abbreviations from before 1963 that are
/// still typed (Associated Press, Bluebook, old USPS lists).
struct StateNames {
  var code: String
  var name: String
  var abbreviations: [String]

  private init(_ code: String, _ name: String, _ abbreviations: String...) {
    (self.code, self.name, self.abbreviations) = (code, name, abbreviations)
  }

  /// In the order of `USState.allCases`.
  static let all: [StateNames] = [
    StateNames("AL", "Alabama", "Ala"),
    StateNames("AK", "Alaska", "Alas", "Alsk"),
    StateNames("AS", "American Samoa", "Amer Samoa", "Am Samoa"),
    StateNames("AZ", "Arizona", "Ariz"),
    StateNames("AR", "Arkansas", "Ark"),
    StateNames("AA", "Armed Forces Americas", "Armed Forces the Americas"),
    StateNames(
      "AE", "Armed Forces Europe", "Armed Forces Africa", "Armed Forces Canada",
      "Armed Forces Middle East"),
    StateNames("AP", "Armed Forces Pacific"),
    StateNames("CA", "California", "Cal", "Calif"),
    StateNames("CO", "Colorado", "Colo", "Col"),
    StateNames("CT", "Connecticut", "Conn"),
    StateNames("DE", "Delaware", "Del"),
    StateNames(
      "DC", "District of Columbia", "Dist of Columbia", "Washington DC", "Wash DC",
      "Washington District of Columbia"),
    StateNames(
      "FM", "Federated States of Micronesia", "Fed States of Micronesia", "Micronesia", "FSM"),
    StateNames("FL", "Florida", "Fla", "Flor"),
    StateNames("GA", "Georgia"),
    StateNames("GU", "Guam"),
    StateNames("HI", "Hawaii", "Hawai'i", "Hawaiʻi", "Haw"),
    StateNames("ID", "Idaho", "Ida"),
    StateNames("IL", "Illinois", "Ill", "Ills"),
    StateNames("IN", "Indiana", "Ind"),
    StateNames("IA", "Iowa"),
    StateNames("KS", "Kansas", "Kan", "Kans"),
    StateNames("KY", "Kentucky", "Ken", "Kent"),
    StateNames("LA", "Louisiana"),
    StateNames("ME", "Maine"),
    StateNames("MH", "Marshall Islands", "Republic of the Marshall Islands", "RMI"),
    StateNames("MD", "Maryland"),
    StateNames("MA", "Massachusetts", "Mass"),
    StateNames("MI", "Michigan", "Mich"),
    StateNames("MN", "Minnesota", "Minn"),
    StateNames("MS", "Mississippi", "Miss"),
    StateNames("MO", "Missouri"),
    StateNames("MT", "Montana", "Mont"),
    StateNames("NE", "Nebraska", "Neb", "Nebr"),
    StateNames("NV", "Nevada", "Nev"),
    StateNames("NH", "New Hampshire", "N Hampshire", "New Hamp"),
    StateNames("NJ", "New Jersey", "N Jersey"),
    StateNames("NM", "New Mexico", "N Mex", "New Mex", "N Mexico"),
    StateNames("NY", "New York", "N York", "New York State"),
    StateNames("NC", "North Carolina", "N Car", "N Carolina", "No Carolina"),
    StateNames("ND", "North Dakota", "N Dak", "N Dakota", "No Dakota"),
    StateNames(
      "MP", "Northern Mariana Islands", "Northern Marianas", "Mariana Islands", "CNMI",
      "N Mariana Islands", "Commonwealth of the Northern Mariana Islands"),
    StateNames("OH", "Ohio"),
    StateNames("OK", "Oklahoma", "Okla"),
    StateNames("OR", "Oregon", "Ore", "Oreg"),
    StateNames("PW", "Palau", "Republic of Palau"),
    StateNames("PA", "Pennsylvania", "Penn", "Penna"),
    StateNames("PR", "Puerto Rico", "P Rico"),
    StateNames("RI", "Rhode Island", "R Island", "Rhode Isl"),
    StateNames("SC", "South Carolina", "S Car", "S Carolina", "So Carolina"),
    StateNames("SD", "South Dakota", "S Dak", "S Dakota", "So Dakota"),
    StateNames("TN", "Tennessee", "Tenn"),
    StateNames("TX", "Texas", "Tex"),
    StateNames("UT", "Utah"),
    StateNames("VT", "Vermont"),
    StateNames(
      "VI", "Virgin Islands", "US Virgin Islands", "U S Virgin Islands", "USVI",
      "Virgin Islands of the US"),
    StateNames("VA", "Virginia", "Virg"),
    StateNames("WA", "Washington", "Wash", "Washington State"),
    StateNames("WV", "West Virginia", "W Va", "West Va", "W Virginia"),
    StateNames("WI", "Wisconsin", "Wis", "Wisc"),
    StateNames("WY", "Wyoming", "Wyo"),
  ]

  static let byCode = Dictionary(
    uniqueKeysWithValues: zip(all.map(\.code), USState.allCases))

  /// The letters of a spelling in capitals, nothing else: `Wash., D.C.` is `WASHDC`.
  static func key(_ text: String) -> String {
    String(text.uppercased().unicodeScalars.filter(\.properties.isAlphabetic).map(Character.init))
  }

  /// Every spelling's key: codes, names, abbreviations, `CA - California`, `US-CA`.
  static let byKey: [String: USState] = {
    var keys: [String: USState] = [:]
    for (names, state) in zip(all, USState.allCases) {
      let code = names.code
      let name = key(names.name)
      for spelling in [code, name, code + name, name + code, "US" + code]
        + names.abbreviations.map(key)
      {
        keys[spelling] = state
      }
    }
    return keys
  }()
}
