import MailModel

/// One row under review: its fields as folded so far, and the findings so far.
struct RowReview {
  private var texts: [String] = []
  private(set) var findings: [Finding] = []

  /// Folds the blanks of every field and judges each by itself.
  init(_ draft: RowDraft) {
    for field in RowField.allCases {
      let folded = FieldText(draft[field], keepsBlanks: field == .document)
      note(folded, in: field)
      texts.append(unwrapped(folded.text, field))
    }
  }

  /// Takes a text out of its formula; a ZIP is taken out where its digits are read.
  private mutating func unwrapped(_ given: String, _ field: RowField) -> String {
    guard field != .zip, let inner = SpreadsheetDamage.textFormula(given) else { return given }
    let text = FieldText(inner, keepsBlanks: field == .document).text
    note(
      .textFormulaRead, field, "\(field.rawValue) \(given.quoted) was read as \(text.quoted)")
    return text
  }

  subscript(field: RowField) -> String {
    get { texts[field.index] }
    set { texts[field.index] = newValue }
  }

  mutating func note(_ code: AddressCode, _ field: RowField?, _ message: String, hint: String = "")
  {
    findings.append(Finding(code, field, message, hint: hint))
  }

  /// Errors, then warnings, then repairs, each in the order of the fields; whole-row findings first.
  var sortedFindings: [Finding] {
    findings.enumerated().sorted { left, right in
      Self.rank(left) < Self.rank(right)
    }.map(\.element)
  }

  private static func rank(_ finding: (offset: Int, element: Finding)) -> (Int, Int, Int) {
    let severity =
      switch finding.element.severity {
      case .error: 0
      case .warning: 1
      case .repair: 2
      }
    return (severity, finding.element.field?.index ?? -1, finding.offset)
  }

  private mutating func note(_ folded: FieldText, in field: RowField) {
    if let scalar = folded.refused {
      if scalar.value == 0xFFFD {
        note(
          .controlCharacter, field, "\(field.rawValue) has lost a letter (U+FFFD)",
          hint: "save the list as CSV UTF-8 and correct the \(field.rawValue)")
      } else {
        note(
          .controlCharacter, field,
          "\(field.rawValue) contains the control character \(scalar.notation)",
          hint: "delete it: type the \(field.rawValue) again")
      }
    }
    if folded.joinsLines {
      note(.lineBreakFolded, field, "line break in \(field.rawValue) became a blank")
    }
    if folded.lostInvisible {
      note(.invisibleRemoved, field, "invisible characters in \(field.rawValue) were removed")
    }
    if let scalar = folded.notLatin, Self.printed.contains(field) {
      note(
        .notLatin, field,
        "\(field.rawValue) contains \(String(scalar).quoted), which label printers may lack",
        hint: "write it in Latin letters")
    }
  }

  /// The fields that stand on a label as free text.
  static let printed: [RowField] = [.name, .company, .street1, .street2, .city]
}
