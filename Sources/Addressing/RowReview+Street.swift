import MailModel

extension RowReview {
  /// Names every required field that is empty, but for state and ZIP (see `reviewPlace`).
  mutating func reviewRequired() {
    if self[.name].isEmpty {
      note(
        .nameMissing, .name, "name and company are both empty",
        hint: "give the recipient's name or a company")
    }
    if self[.street1].isEmpty {
      note(
        .street1Missing, .street1, "street1 is empty",
        hint: self[.street2].isEmpty
          ? "give the street and its number"
          : "street2 \(self[.street2].quoted) is no street: give the street and its number")
    } else if lacksStreet {
      note(
        .street1Missing, .street1, "street1 \(self[.street1].quoted) is a unit, without a street",
        hint: "give the street and its number in street1, the unit in street2")
    }
    if self[.city].isEmpty { note(.cityMissing, .city, "city is empty", hint: splitHint) }
  }

  private var lacksStreet: Bool {
    guard StreetLine(self[.street1]).isSurelyUnitOnly else { return false }
    let isMilitary = USState(code: self[.state])?.isMilitary ?? false
    return !isMilitary && (self[.street2].isEmpty || StreetLine(self[.street2]).isUnitOnly)
  }

  /// Where a line holds the whole address, says so.
  private var splitHint: String {
    for field in [RowField.street2, .street1] {
      let line = CityLine(self[field], expected: nil)
      if line.zip != nil, line.state != nil, self[.zip].isEmpty {
        return "\(field.rawValue) seems to hold the whole address: split it into its columns"
      }
    }
    return ""
  }

  /// Judges the two lines of the street.
  mutating func reviewStreet() {
    let (first, second) = (self[.street1], self[.street2])
    if !first.isEmpty, first.lowercased() == second.lowercased() {
      note(.streetLinesIdentical, .street2, "street1 and street2 are the same")
    }
    let lines = [StreetLine(first), StreetLine(second)]
    // A line `4B` or `12` below `… Apt` is the number that the designator lacks.
    let isContinued = second.utf8.contains(where: \.isASCIIDigit) && !second.contains(" ")
    if !isContinued { reviewNumbers(.street1, lines[0]) }
    reviewNumbers(.street2, lines[1])
    // The number of a unit is none of a street.
    let streets = lines[1].isUnitOnly ? [lines[0]] : lines
    if !first.isEmpty, !lines[0].isSurelyUnitOnly, !(first + second).contains(where: \.isLetter) {
      note(
        .streetNameMissing, .street1, "street1 \(first.quoted) has no name of a street",
        hint: "check that the columns are not shifted")
    }
    if !first.isEmpty, !streets.contains(where: { $0.hasNumber || $0.needsNoNumber }) {
      note(.streetNumberMissing, .street1, "street1 \(first.quoted) has no street number")
    }
  }

  private mutating func reviewNumbers(_ field: RowField, _ line: StreetLine) {
    let text = self[field]
    if line.lacksUnitNumber {
      note(
        .unitNumberMissing, field, "\(field.rawValue) \(text.quoted) has no unit number",
        hint: "add the number of the unit")
    }
    if line.lacksBoxNumber {
      note(
        .boxNumberMissing, field, "\(field.rawValue) \(text.quoted) has no box number",
        hint: "add the number of the box")
    }
  }
}
