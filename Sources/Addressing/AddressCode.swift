package import MailModel

/// The stable machine names of everything that the address check can find.
///
/// The comment's first word is the severity.
package enum AddressCode: String, CaseIterable, Hashable, Sendable {
  /// Error: neither name nor company.
  case nameMissing = "name_missing"
  /// Error: no line of the address.
  case street1Missing = "street1_missing"
  /// Error.
  case cityMissing = "city_missing"
  /// Error.
  case stateMissing = "state_missing"
  /// Error.
  case zipMissing = "zip_missing"
  /// Error: a control or bidirectional character, a private one, or a lost one (U+FFFD).
  case controlCharacter = "control_character"
  /// Error: `#REF!`, `#N/A`, `########`.
  case spreadsheetError = "spreadsheet_error"
  /// Error: a list or an object of JSON where a text is needed.
  case notText = "not_text"
  /// Error: longer than any label or API takes.
  case tooLong = "too_long"
  /// Error: neither a code nor a name of a state.
  case stateUnknown = "state_unknown"
  /// Error: not 5 or 9 digits, and not to be repaired with certainty.
  case zipMalformed = "zip_malformed"
  /// Error: no ZIP code has this prefix.
  case zipUnknown = "zip_unknown"
  /// Error: the prefix lies in other states.
  case zipStateMismatch = "zip_state_mismatch"
  /// Error: certified mail is domestic.
  case foreignAddress = "foreign_address"
  /// Error: a deadline that cannot be read must not be overlooked.
  case mailByUnreadable = "mail_by_unreadable"
  /// Error.
  case occurrenceInvalid = "occurrence_invalid"
  /// Error: not one of the job's `senders`.
  case senderUnknown = "sender_unknown"
  /// Error: `NuÃ±ez`, `Mu¤oz`: another encoding's letters.
  case lettersGarbled = "letters_garbled"

  /// Warning: the deadline is today or past.
  case mailByDue = "mail_by_due"
  /// Warning: longer than labels usually take.
  case tooLongForLabel = "too_long_for_label"
  /// Warning: `Apt` without its number.
  case unitNumberMissing = "unit_number_missing"
  /// Warning: `PO Box` without its number.
  case boxNumberMissing = "box_number_missing"
  /// Warning: a first line without any number.
  case streetNumberMissing = "street_number_missing"
  /// Warning: street1 and street2 are the same text.
  case streetLinesIdentical = "street_lines_identical"
  /// Warning: `123 Main St` as a name.
  case nameLooksLikeAddress = "name_looks_like_address"
  /// Warning: the city field also holds a state or a ZIP.
  case cityHoldsMore = "city_holds_more"
  /// Warning: no name of a country that is known.
  case countryUnknown = "country_unknown"
  /// Warning: `=A1`.
  case looksLikeFormula = "looks_like_formula"
  /// Warning: `4-Mar` where a unit stood.
  case looksLikeDate = "looks_like_date"
  /// Warning: a first line of digits and signs only.
  case streetNameMissing = "street_name_missing"
  /// Warning: `Nu?ez`.
  case lettersLost = "letters_lost"
  /// Warning: letters that label printers may lack.
  case notLatin = "not_latin"
  /// Warning: `1.23E+09` where a case number stood.
  case numberRounded = "number_rounded"
  /// Warning: an APO, FPO or DPO whose state or ZIP is another's.
  case militaryMismatch = "military_mismatch"
  /// Warning: an APO, FPO or DPO without UNIT, CMR or PSC and BOX.
  case militaryLineUnusual = "military_line_unusual"
  /// Warning: the row is a totals row and is ignored.
  case totalsRow = "totals_row"

  /// Repair.
  case lineBreakFolded = "line_break_folded"
  /// Repair: `="001"`, by which an export keeps zeros from a spreadsheet, was read as `001`.
  case textFormulaRead = "text_formula_read"
  /// Repair: zero-width and other characters that print nothing were taken out.
  case invisibleRemoved = "invisible_removed"
  /// Repair: `N/A`, `null`, `-` were taken as an empty cell.
  case placeholderDropped = "placeholder_dropped"
  /// Repair: `Calif.` was read as `CA`.
  case stateNormalized = "state_normalized"
  /// Repair: `Reno, NV 89501`, one column for all three, was taken apart.
  case cityLineRead = "city_line_read"
  /// Repair: `7302` of New Jersey was read as `07302`.
  case zipZerosRestored = "zip_zeros_restored"
  /// Repair: `941051234` was read as `94105-1234`.
  case zipReformatted = "zip_reformatted"
  /// Repair: street1 was empty, street2 took its place.
  case street2MovedUp = "street2_moved_up"
  /// Repair: the name was empty, the company is the name.
  case companyIsName = "company_is_name"
  /// Repair: a spreadsheet's day number or a two-digit year was read as a date.
  case mailByNormalized = "mail_by_normalized"

  /// How much a finding of this code weighs.
  package var severity: Finding.Severity {
    switch self {
    case .nameMissing, .street1Missing, .cityMissing, .stateMissing, .zipMissing,
      .controlCharacter, .spreadsheetError, .notText, .tooLong, .stateUnknown, .zipMalformed,
      .zipUnknown, .zipStateMismatch, .foreignAddress, .mailByUnreadable, .occurrenceInvalid,
      .senderUnknown, .lettersGarbled:
      .error
    case .mailByDue, .tooLongForLabel, .unitNumberMissing, .boxNumberMissing,
      .streetNumberMissing, .streetLinesIdentical, .nameLooksLikeAddress, .cityHoldsMore,
      .countryUnknown, .looksLikeFormula, .looksLikeDate, .streetNameMissing, .lettersLost,
      .notLatin, .numberRounded, .militaryMismatch, .militaryLineUnusual, .totalsRow:
      .warning
    case .lineBreakFolded, .textFormulaRead, .invisibleRemoved, .placeholderDropped,
      .stateNormalized, .cityLineRead, .zipZerosRestored, .zipReformatted, .street2MovedUp,
      .companyIsName, .mailByNormalized:
      .repair
    }
  }
}

extension Finding {
  /// A finding of the address check; `code` brings its severity.
  init(_ code: AddressCode, _ field: RowField?, _ message: String, hint: String = "") {
    self.init(code.severity, code.rawValue, field, message, hint: hint)
  }
}
