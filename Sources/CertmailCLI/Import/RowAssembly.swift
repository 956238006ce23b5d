import Addressing
import Intake
import JobLedger
import MailModel
import Pricing

/// What a job says about the rows that it takes in.
struct ImportRules: Sendable {
  var job: String
  var check: AddressCheck
  var prices: PriceTable
  var mailClass: MailClass
  var limits: SpendLimits
  var needsApproval: Bool
}

/// Turns records of a list into rows for the ledger: checked, priced, marked.
///
/// A clean row stays bytes; only a row about which there is something to say becomes text.
struct RowAssembly {
  private let rules: ImportRules
  private let isRepair: Bool
  private let columns: [String]
  /// Whether a cell that equals its field may be left out of the row's own cells.
  private let sharesCells: Bool
  private let ownColumns: [Int]
  /// For each field the columns that make it up.
  private let sources: [FieldSource]
  /// For each column the field that it alone is.
  private let fieldOfColumn: [RowField?]
  /// The classes that have a price, few enough to be gone through.
  private let totals: [(mailClass: [UInt8], total: Cents)]
  private let defaultTotal: Cents?
  private(set) var rows = LetterRows()
  /// The classes of rows that are good but for a class that has no price.
  private(set) var unknownClasses: Set<MailClass> = []
  private let tokenStart: TokenHasher

  init(rules: ImportRules, header: HeaderMap, columns: [String], sharesCells: Bool) {
    self.rules = rules
    isRepair = header.isRepair
    self.columns = columns
    self.sharesCells = sharesCells
    ownColumns = header.ownColumns
    sources = header.columns.map(FieldSource.init)
    fieldOfColumn = header.fieldOfColumn(count: columns.count)
    totals = rules.prices.prices.map { (Array($0.key.rawValue.utf8), $0.value.total) }
    defaultTotal = rules.prices.quote(for: rules.mailClass)?.total
    tokenStart = TokenHasher(job: rules.job)
  }

  /// Makes room for the records of `batch`, and a little more for what is said about them.
  mutating func reserve(for batch: RecordBatch) {
    rows.bytes.reserveCapacity(batch.byteCount + batch.byteCount / 4)
    rows.fields.reserveCapacity(batch.records.count * RowField.count)
    rows.rows.reserveCapacity(batch.records.count)
  }

  /// Adds a record of `batch`.
  mutating func add(_ record: RecordBatch.Record, of batch: RecordBatch) {
    let start = rows.bytes.count
    let first = rows.fields.count
    gather(record, batch)
    var isAsGiven = !isRepair
    var remarks: RowRemarks?
    var state = MailingState.queued
    if let issue = record.issue {
      state = .invalid
      remarks = RowRemarks(
        code: issue.code, message: issue.message(columns: columns), hint: issue.hint)
    } else if !rules.check.isClean(rows.bytes, rows.fields, first: first) {
      let checked = rules.check.check(
        RowDraft(
          inFieldOrder: rows.fields[first...].map {
            String(decoding: rows.bytes[$0], as: UTF8.self)
          }))
      rows.bytes.removeSubrange(start...)
      rows.fields.removeSubrange(first...)
      store(checked)
      isAsGiven = false
      remarks = checked.findings.isEmpty ? nil : RowRemarks(checked.findings)
      state = Self.state(checked.verdict)
    }
    if state == .queued, readMailClass(first, &remarks) { isAsGiven = false }
    let quote = state == .queued ? price(first, &state, &remarks) : nil
    hold(quote, &state, &remarks)
    let token = state == .queued || state == .held ? token(first) : nil
    rows.rows.append(
      LetterRows.Row(
        number: record.rowNumber, state: state, token: token, firstField: first,
        given: storeGiven(record, batch, first, isAsGiven), quoted: quote, remarks: remarks))
  }

  private static func state(_ verdict: CheckedRow.Verdict) -> MailingState {
    switch verdict {
    case .valid: .queued
    case .invalid: .invalid
    case .ignored: .ignored
    }
  }

  /// Copies the record into the arena, where each field lies in it or, made of several columns
  /// joined by blanks, behind it.
  private mutating func gather(_ record: RecordBatch.Record, _ batch: RecordBatch) {
    let extent = batch.extent(record)
    let shift = rows.bytes.count - extent.lowerBound
    rows.bytes.append(contentsOf: batch.bytes[extent])
    for (index, source) in sources.enumerated() {
      switch source {
      case .none: rows.fields.append(0..<0)
      case .column(let column):
        let cell = fieldCell(batch.cell(record, column), of: batch)
        rows.fields.append(cell.isEmpty ? 0..<0 : cell.lowerBound + shift..<cell.upperBound + shift)
      case .joined(let columns):
        let start = rows.bytes.count
        for column in columns {
          let cell = batch.cell(record, column)
          guard !cell.isEmpty, let part = JoinedPart(batch.bytes[fieldCell(cell, of: batch)])
          else { continue }
          let text = part.text
          // The check of the whole is to see what it would see in one column.
          if part.isErrorValue { rows.bytes.removeSubrange(start...) }
          if rows.bytes.count > start { rows.bytes.append(0x20) }
          // The street of a list that has the house number twice: `45`, `45 Oak St`.
          if index == RowField.street1.index, text.starts(with: rows.bytes[start...]) {
            rows.bytes.removeSubrange(start...)
          }
          rows.bytes.append(contentsOf: text)
          if part.isErrorValue { break }
        }
        rows.fields.append(start..<rows.bytes.count)
      }
    }
  }

  /// The cell without the guard against formulas that a repair list has.
  private func fieldCell(_ cell: Range<Int>, of batch: RecordBatch) -> Range<Int> {
    isRepair ? FormulaGuard.unguarded(cell, in: batch.bytes) : cell
  }

  private mutating func store(_ checked: CheckedRow) {
    let draft = checked.draft
    for field in RowField.allCases {
      let start = rows.bytes.count
      rows.bytes.append(contentsOf: draft[field].utf8)
      rows.fields.append(start..<rows.bytes.count)
    }
  }

  /// Reads `Certified Return Receipt` as the class that it means.
  /// - Returns: whether the field is another text now.
  private mutating func readMailClass(_ first: Int, _ remarks: inout RowRemarks?) -> Bool {
    let place = first + RowField.mailClass.index
    let named = rows.fields[place]
    if named.isEmpty || total(of: rows.bytes.span.extracting(named)) != nil { return false }
    let text = String(decoding: rows.bytes[named], as: UTF8.self)
    guard let mailClass = rules.prices.mailClass(named: text) else { return false }
    let start = rows.bytes.count
    rows.bytes.append(contentsOf: mailClass.rawValue.utf8)
    rows.fields[place] = start..<rows.bytes.count
    let note = Finding(
      .repair, "mail_class_normalized", .mailClass,
      "mail_class \"\(text)\" was read as \"\(mailClass.rawValue)\"")
    if remarks == nil { remarks = RowRemarks() }
    remarks?.notes.append(note)
    return true
  }

  private mutating func price(
    _ first: Int, _ state: inout MailingState, _ remarks: inout RowRemarks?
  ) -> Cents? {
    let named = rows.fields[first + RowField.mailClass.index]
    let known = named.isEmpty ? defaultTotal : total(of: rows.bytes.span.extracting(named))
    if let known { return known }
    let mailClass =
      named.isEmpty
      ? rules.mailClass : MailClass(String(decoding: rows.bytes[named], as: UTF8.self))
    unknownClasses.insert(mailClass)
    let finding = rules.prices.unknownClassFinding(mailClass)
    state = .invalid
    remarks = RowRemarks(
      code: finding.code, message: finding.message, hint: finding.hint,
      notes: remarks?.notes ?? [])
    return nil
  }

  private func total(of mailClass: Span<UInt8>) -> Cents? {
    for entry in totals where mailClass.holdsSame(as: entry.mailClass.span) { return entry.total }
    return nil
  }

  private func hold(
    _ quote: Cents?, _ state: inout MailingState, _ remarks: inout RowRemarks?
  ) {
    guard state == .queued, let quote else { return }
    var reason = rules.limits.holdReason(quote: quote)
    if reason == nil, rules.needsApproval {
      reason = Finding(
        .warning, "approval_required", nil, "waits for approval",
        hint: "certmail approve shows and releases what is held")
    }
    guard let reason else { return }
    state = .held
    remarks = RowRemarks(
      code: reason.code, message: reason.message, hint: reason.hint, notes: remarks?.notes ?? [])
  }

  private func token(_ first: Int) -> Token {
    let bytes = rows.bytes.span
    let fields = rows.fields
    func range(_ field: RowField) -> Range<Int> { fields[first + field.index] }
    var hasher = tokenStart
    hasher.addExact(bytes.extracting(range(.reference)))
    for field in [RowField.name, .company, .street1, .street2, .city, .state] {
      hasher.addCanonical(bytes.extracting(range(field)))
    }
    hasher.addCanonical(bytes.extracting(range(.zip).prefix(5)))
    let mailClass = range(.mailClass)
    if mailClass.isEmpty {
      hasher.addExact(rules.mailClass.rawValue.utf8.span)
    } else {
      hasher.addExact(bytes.extracting(mailClass))
    }
    hasher.addExact(bytes.extracting(range(.matter)))
    let occurrence = range(.occurrence)
    if occurrence.isEmpty {
      hasher.addExact("1".utf8.span)
    } else {
      hasher.addExact(bytes.extracting(occurrence))
    }
    return hasher.token()
  }

  /// - Parameter isAsGiven: whether each field that is one column holds that column's very bytes.
  private mutating func storeGiven(
    _ record: RecordBatch.Record, _ batch: RecordBatch, _ first: Int, _ isAsGiven: Bool
  ) -> Range<Int> {
    let start = rows.bytes.count
    let cells = batch.bytes.span
    for column in ownColumns {
      let cell = fieldCell(batch.cell(record, column), of: batch)
      var isField = false
      if sharesCells, let field = fieldOfColumn[column] {
        isField = isAsGiven || holds(field, of: first, cells.extracting(cell))
      }
      GivenRecord.append(cells.extracting(cell), isField: isField, to: &rows.bytes)
    }
    if sharesCells, !isRepair, case .tooManyCells = record.issue {
      // What an unquoted comma pushed beyond the header comes back in the reports as well.
      for column in columns.count..<max(columns.count, Int(record.cellCount)) {
        GivenRecord.append(
          cells.extracting(batch.cell(record, column)), isField: false, to: &rows.bytes)
      }
    }
    // Trailing zeros say nothing: a cell that is not there equals its field.
    if sharesCells {
      while rows.bytes.count > start, rows.bytes.last == 0 { rows.bytes.removeLast() }
    }
    return start..<rows.bytes.count
  }

  private func holds(_ field: RowField, of first: Int, _ cell: Span<UInt8>) -> Bool {
    rows.bytes.span.extracting(rows.fields[first + field.index]).holdsSame(as: cell)
  }
}

extension Span<UInt8> {
  fileprivate func holdsSame(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for at in indices where self[at] != other[at] { return false }
    return true
  }
}

/// Where a field's text comes from.
private enum FieldSource {
  case none
  case column(Int)
  /// Joined by blanks.
  case joined([Int])

  init(_ columns: [Int]) {
    self = columns.count > 1 ? .joined(columns) : columns.first.map { .column($0) } ?? .none
  }
}

extension HeaderMap {
  /// For each of `count` columns the one field that it alone is, and that is stored, or `nil`.
  func fieldOfColumn(count: Int) -> [RowField?] {
    var fields = [RowField?](repeating: nil, count: count)
    for field in RowField.allCases where field != .country && self[field].count == 1 {
      let column = self[field][0]
      if columns.joined().count(where: { $0 == column }) == 1 { fields[column] = field }
    }
    return fields
  }
}
