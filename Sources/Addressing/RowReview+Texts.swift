import MailModel

extension RowReview {
  /// Takes the words that programs export for "nothing" as nothing, before they are printed or read.
  mutating func dropPlaceholders() {
    let read: [RowField] = [.reference, .mailClass, .matter, .mailBy, .sender, .occurrence]
    for field in Self.printed + read where SpreadsheetDamage.isPlaceholder(self[field]) {
      note(
        .placeholderDropped, field,
        "\(field.rawValue) \(self[field].quoted) was taken as an empty cell")
      self[field] = ""
    }
  }

  /// Puts street2 and the company where an empty street1 and an empty name need them.
  mutating func fillEmptyLines() {
    let second = StreetLine(self[.street2])
    if self[.street1].isEmpty, !self[.street2].isEmpty, !second.isUnitOnly,
      second.hasNumber || second.needsNoNumber
    {
      self[.street1] = self[.street2]
      self[.street2] = ""
      note(.street2MovedUp, .street1, "street1 was empty; street2 took its place")
    }
    if self[.name].isEmpty, !self[.company].isEmpty {
      self[.name] = self[.company]
      self[.company] = ""
      note(.companyIsName, .name, "name was empty; the company is the name")
    }
  }

  /// Judges lengths, and what spreadsheets and exports left in free text.
  mutating func reviewTexts() {
    for field in RowField.allCases where !self[field].isEmpty {
      reviewLength(of: field)
      reviewDamage(in: field)
    }
    if self[.name].utf8.contains(where: \.isASCIIDigit),
      StreetLine(self[.name]).looksLikeAddress
    {
      note(
        .nameLooksLikeAddress, .name, "name \(self[.name].quoted) looks like an address",
        hint: "check that the columns are not shifted")
    }
  }

  private mutating func reviewLength(of field: RowField) {
    guard let limit = FieldLimit.of(field) else { return }
    let length = self[field].unicodeScalars.count
    if length > limit.most {
      note(
        .tooLong, field, "\(field.rawValue) has \(length) characters; \(limit.most) is the most",
        hint: "shorten it")
    } else if let label = limit.label, length > label {
      note(
        .tooLongForLabel, field,
        "\(field.rawValue) has \(length) characters; labels often cut it at \(label)")
    }
  }

  private mutating func reviewDamage(in field: RowField) {
    let text = self[field]
    guard FieldLimit.of(field) != nil else { return }
    if SpreadsheetDamage.isErrorValue(text) {
      note(
        .spreadsheetError, field, "\(field.rawValue) \(text.quoted) is a spreadsheet's error value",
        hint: "enter the \(field.rawValue) itself")
    } else if SpreadsheetDamage.isFormula(text),
      !(field == .zip && SpreadsheetDamage.textFormula(text) != nil)
    {
      note(
        .looksLikeFormula, field,
        "\(field.rawValue) \(text.quoted) looks like a spreadsheet's formula",
        hint: "enter the \(field.rawValue) itself")
    } else if SpreadsheetDamage.isListOrObject(text) {
      note(
        .notText, field, "\(field.rawValue) \(text.quoted) is a list or an object, not a text",
        hint: "enter the \(field.rawValue) as one text")
    }
    if Self.printed.contains(field) {
      if SpreadsheetDamage.isGarbled(text) {
        note(
          .lettersGarbled, field, "\(field.rawValue) \(text.quoted) has garbled letters",
          hint: "save the list as CSV UTF-8 and correct the \(field.rawValue)")
      } else if SpreadsheetDamage.hasLostLetter(text) {
        note(
          .lettersLost, field, "\(field.rawValue) \(text.quoted) may have lost a letter",
          hint: "save the list as CSV UTF-8 and correct the \(field.rawValue)")
      }
    }
    if [.name, .street1, .street2].contains(field) {
      let first = text.prefix { $0 != " " }
      if SpreadsheetDamage.isDate(text)
        || field == .street1 && SpreadsheetDamage.isDate(String(first))
      {
        note(
          .looksLikeDate, field, "\(field.rawValue) \(text.quoted) looks like a date",
          hint: "a spreadsheet may have made it of a number such as 3-4: enter it again as text")
      }
    }
    if field == .reference || field == .matter, SpreadsheetDamage.isRounded(text) {
      note(
        .numberRounded, field, "\(field.rawValue) \(text.quoted) was rounded by a spreadsheet",
        hint: "format the column as text and enter the number again")
    }
  }
}
