import MailModel

/// The offline check of one row: its fields → a recipient, with every finding at once.
///
/// Pure. Errors only for what cannot be right; what is unusual is a warning at most, because the API
/// decides (DESIGN.md, USPS Publication 28). Checking the result again repairs nothing.
package struct AddressCheck: Sendable {
  let rules: AddressRules
  let filter: CleanFilter

  /// A check for one job on one day.
  package init(rules: AddressRules) {
    self.rules = rules
    filter = CleanFilter(rules: rules)
  }

  /// Checks the fields of one row.
  package func check(_ draft: RowDraft) -> CheckedRow {
    var row = RowReview(draft)
    guard !TotalsRow.matches(row) else { return ignored(row) }
    row.dropPlaceholders()
    row.fillEmptyLines()
    row.reviewTexts()
    row.reviewRequired()
    row.reviewStreet()
    row.reviewPlace()
    let mailBy = row.readMailBy(today: rules.today)
    let occurrence = row.readOccurrence()
    row.reviewSender(known: rules.senders)
    return checked(row, mailBy: mailBy, occurrence: occurrence)
  }

  private func ignored(_ row: RowReview) -> CheckedRow {
    var checked = CheckedRow(row)
    checked.findings = [
      Finding(.totalsRow, nil, "the row is a totals row and not a recipient; it is ignored")
    ]
    checked.verdict = .ignored
    return checked
  }

  private func checked(_ row: RowReview, mailBy: String?, occurrence: Int) -> CheckedRow {
    var checked = CheckedRow(row)
    checked.mailBy = mailBy
    checked.occurrence = occurrence
    checked.findings = row.sortedFindings
    checked.verdict = checked.findings.contains { $0.severity == .error } ? .invalid : .valid
    return checked
  }
}

extension CheckedRow {
  /// The texts of a reviewed row, without findings.
  init(_ row: RowReview) {
    recipient = PostalAddress(
      name: row[.name], company: row[.company], street1: row[.street1], street2: row[.street2],
      city: row[.city], state: row[.state], zip: row[.zip])
    reference = row[.reference]
    mailClass = row[.mailClass].isEmpty ? nil : row[.mailClass]
    matter = row[.matter]
    document = row[.document]
    sender = row[.sender]
  }
}
