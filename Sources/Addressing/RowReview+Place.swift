import MailModel

extension RowReview {
  /// Judges city, state and ZIP together, and brings state and ZIP into their normal form.
  mutating func reviewPlace() {
    splitCityLine()
    let state = StateReading(self[.state])
    let zip = ZIPReading(self[.zip], state: state.state)
    if reviewForeign(state, zip) { return }
    reviewCity(state, zip)
    review(state, zip: zip.zip)
    review(zip)
    guard let code = zip.zip else { return }
    if reviewMilitary(state.state, code) { return }
    reviewPair(state.state, code)
  }

  // MARK: Abroad

  /// Returns whether state and ZIP need no judgement, since the address lies abroad.
  private mutating func reviewForeign(_ state: StateReading, _ zip: ZIPReading) -> Bool {
    let country = CountryReading(self[.country], state: state.state)
    if country == .unknown {
      note(
        .countryUnknown, .country, "country \(self[.country].quoted) is no country that is known",
        hint: "write US, or leave it empty")
    }
    guard let (field, message) = foreignSign(country, state, zip) else { return false }
    note(
      .foreignAddress, field, message,
      hint: "certified mail is domestic: "
        + (field == .country ? "correct the country, or " : "") + "send this letter another way")
    return field != .country || state.state == nil
  }

  private func foreignSign(
    _ country: CountryReading, _ state: StateReading, _ zip: ZIPReading
  ) -> (RowField, String)? {
    if country == .foreign {
      return (.country, "country \(self[.country].quoted) is not the US")
    }
    if zip.zip == nil, let nation = ForeignPlace.postalCodeNation(self[.zip]) {
      return (.zip, "zip \(self[.zip].quoted) is a \(nation) postal code")
    }
    guard state.state == nil else { return nil }
    if ForeignPlace.isCountry(self[.state]) {
      return (.state, "state \(self[.state].quoted) is not in the US")
    }
    if ForeignPlace.isCountry(self[.zip]) {
      return (.zip, "zip \(self[.zip].quoted) is not in the US")
    }
    if zip.zip == nil, let country = ForeignPlace.country(inCity: self[.city]) {
      return (.city, "city \(self[.city].quoted) names \(country), which is not in the US")
    }
    return nil
  }

  // MARK: City

  /// Takes a last line apart that one column gives as city, as state and as ZIP: `Reno, NV 89501`.
  private mutating func splitCityLine() {
    let given = self[.city]
    let isState = self[.state] == given && StateReading(given).state == nil
    let isZIP = self[.zip] == given && ZIPReading(given, state: nil).zip == nil
    guard !given.isEmpty, isState || isZIP else { return }
    let line = CityLine(given, expected: isState ? nil : StateReading(self[.state]).state)
    if isState { self[.state] = line.state?.code ?? "" }
    if isZIP { self[.zip] = line.zip?.text ?? "" }
    let isWhole = !line.city.isEmpty && !self[.state].isEmpty && !self[.zip].isEmpty
    guard isWhole, isZIP || line.zip == nil else { return }
    self[.city] = line.city
    note(
      .cityLineRead, .city,
      "\(given.quoted) was read as \(line.city.quoted), \(self[.state]) \(self[.zip])")
  }

  private mutating func reviewCity(_ state: StateReading, _ zip: ZIPReading) {
    let line = CityLine(self[.city], expected: state.state)
    guard line.holdsMore else { return }
    var parts: [String] = []
    if !line.city.isEmpty { parts.append("\(line.city.quoted) into city") }
    if let state = line.state { parts.append("\(state.code.quoted) into state") }
    if let zip = line.zip { parts.append("\(zip.text.quoted) into zip") }
    note(
      .cityHoldsMore, .city, "city \(self[.city].quoted) holds more than the city",
      hint: "put \(parts.joined(separator: ", "))")
  }

  // MARK: State and ZIP, each by itself

  private mutating func review(_ state: StateReading, zip: ZIPCode?) {
    let lies = zip.map(ZIPPrefixes.usps.states(of:)) ?? StateSet()
    let given = self[.state]
    switch state {
    case .exact: break
    case .spelled(let state):
      self[.state] = state.code
      note(.stateNormalized, .state, "state \(given.quoted) was read as \"\(state.code)\"")
    case .missing:
      let hint = zip.flatMap { lies.isEmpty ? nil : "ZIP \($0.base) lies in \(lies.codes)" }
      note(.stateMissing, .state, "state is empty", hint: hint ?? "")
    case .unknown:
      let nearest = StateReading.nearest(to: given, among: lies)
      let hint =
        nearest.map { "did you mean \"\($0.code)\"?" }
        ?? (lies.isEmpty
          ? "write the two-letter code, as CA for California"
          : "ZIP \(zip?.base ?? "") lies in \(lies.codes)")
      note(.stateUnknown, .state, "state \(given.quoted) is not a US state", hint: hint)
    }
  }

  private mutating func review(_ zip: ZIPReading) {
    let given = self[.zip]
    switch zip {
    case .exact: break
    case .missing: note(.zipMissing, .zip, "zip is empty")
    case .reformatted(let zip):
      self[.zip] = zip.text
      note(.zipReformatted, .zip, "zip \(given.quoted) was read as \"\(zip.text)\"")
    case .zerosRestored(let zip):
      self[.zip] = zip.text
      note(
        .zipZerosRestored, .zip,
        "zip \(given.quoted) was read as \"\(zip.text)\": a spreadsheet had lost its zeros")
    case .malformed(let hint):
      note(.zipMalformed, .zip, "zip \(given.quoted) is not a ZIP code", hint: hint)
    }
  }

  // MARK: State and ZIP together

  private mutating func reviewPair(_ state: USState?, _ zip: ZIPCode) {
    let lies = ZIPPrefixes.usps.states(of: zip)
    let digits = zip.base.prefix(3)
    if lies.isEmpty {
      note(
        .zipUnknown, .zip, "zip \"\(zip.text)\" does not exist: no ZIP code begins with \(digits)",
        hint: state.flatMap { swapHint(zip, $0) } ?? "check its first three digits")
    } else if let state, !lies.contains(state) {
      note(
        .zipStateMismatch, .zip, "zip \"\(zip.text)\" does not lie in \(state.code)",
        hint: "it lies in \(lies.codes)"
          + (swapHint(zip, state).map { "; \($0)" } ?? "; correct the ZIP or the state"))
    }
  }

  /// The one ZIP in `state` that two swapped neighbours among the first digits make, if there is one.
  private func swapHint(_ zip: ZIPCode, _ state: USState) -> String? {
    let swapped = (0..<3).compactMap { at -> ZIPCode? in
      var digits = Array(zip.base)
      digits.swapAt(at, at + 1)
      return ZIPCode(base: String(digits), plus4: zip.plus4)
    }.filter { ZIPPrefixes.usps.states(of: $0).contains(state) }
    return swapped.count == 1 ? "did you mean \"\(swapped[0].text)\"?" : nil
  }

  // MARK: Military

  /// Returns whether state and ZIP need no further judgement.
  private mutating func reviewMilitary(_ state: USState?, _ zip: ZIPCode) -> Bool {
    let isMilitaryCity = MilitaryAddress.cities.contains(self[.city].uppercased())
    guard isMilitaryCity || state?.isMilitary == true else { return false }
    if !MilitaryAddress.hasUsualLine([self[.street1], self[.street2]]) {
      note(
        .militaryLineUnusual, .street1,
        "an address at an APO, FPO or DPO has UNIT, CMR or PSC with BOX; this one has not")
    }
    guard let state, let military = MilitaryAddress.state(ofPrefix: zip.prefix) else {
      return false
    }
    if !isMilitaryCity {
      note(
        .militaryMismatch, .city, "city \(self[.city].quoted) is not APO, FPO or DPO",
        hint: "ZIP \(zip.base) is military")
    }
    if state != military {
      note(
        .militaryMismatch, .state,
        "state \"\(state.code)\" is not that of military ZIP \(zip.base)",
        hint: "did you mean \"\(military.code)\"?")
    }
    return true
  }
}
