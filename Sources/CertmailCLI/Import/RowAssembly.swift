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
  private let header: HeaderMap
  private let columns: [String]
  /// Whether a cell that equals its field may be left out of the row's own cells.
  private let sharesCells: Bool
  private let ownColumns: [Int]
  /// For each field the columns that make it up.
  private let sources: [FieldSource]
  /// For each column the field that it alone is.
  private let fieldOfColumn: [RowField?]
  private(set) var rows = LetterRows()
  /// The classes of rows that are good but for a class that has no price.
  private(set) var unknownClasses: Set<MailClass> = []
  private let tokenStart: TokenHasher

  init(rules: ImportRules, header: HeaderMap, columns: [String], sharesCells: Bool) {
    self.rules = rules
    self.header = header
    self.columns = columns
    self.sharesCells = sharesCells
    ownColumns = header.ownColumns
    sources = header.columns.map(FieldSource.init)
    fieldOfColumn = header.fieldOfColumn(count: columns.count)
    tokenStart = TokenHasher(job: rules.job)
  }

  /// Adds a record of `batch`.
  mutating func add(_ record: RecordBatch.Record, of batch: RecordBatch) {
    let start = rows.bytes.count
    let first = rows.fields.count
    gather(record, batch)
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
      remarks = checked.findings.isEmpty ? nil : RowRemarks(checked.findings)
      state = Self.state(checked.verdict)
    }
    let quote = state == .queued ? price(first, &state, &remarks) : nil
    hold(quote, &state, &remarks)
    let token = state == .queued || state == .held ? token(first) : nil
    rows.rows.append(
      LetterRows.Row(
        number: record.rowNumber, state: state, token: token, firstField: first,
        given: storeGiven(record, batch, first), quoted: quote, remarks: remarks))
  }

  private static func state(_ verdict: CheckedRow.Verdict) -> MailingState {
    switch verdict {
    case .valid: .queued
    case .invalid: .invalid
    case .ignored: .ignored
    }
  }

  /// Copies each field's bytes into the arena, several columns joined by a blank.
  private mutating func gather(_ record: RecordBatch.Record, _ batch: RecordBatch) {
    for source in sources {
      let start = rows.bytes.count
      switch source {
      case .none: break
      case .column(let column): append(batch.cell(record, column), of: batch)
      case .joined(let columns):
        for column in columns {
          let cell = batch.cell(record, column)
          if cell.isEmpty { continue }
          if rows.bytes.count > start { rows.bytes.append(0x20) }
          append(cell, of: batch)
        }
      }
      rows.fields.append(start..<rows.bytes.count)
    }
  }

  private mutating func append(_ cell: Range<Int>, of batch: RecordBatch) {
    if cell.isEmpty { return }
    let kept = header.isRepair ? FormulaGuard.unguarded(cell, in: batch.bytes) : cell
    rows.bytes.append(contentsOf: batch.bytes[kept])
  }

  private mutating func store(_ checked: CheckedRow) {
    let draft = checked.draft
    for field in RowField.allCases {
      let start = rows.bytes.count
      rows.bytes.append(contentsOf: draft[field].utf8)
      rows.fields.append(start..<rows.bytes.count)
    }
  }

  private mutating func price(
    _ first: Int, _ state: inout MailingState, _ remarks: inout RowRemarks?
  ) -> Cents? {
    let named = rows.fields[first + RowField.mailClass.index]
    let mailClass =
      named.isEmpty
      ? rules.mailClass : MailClass(String(decoding: rows.bytes[named], as: UTF8.self))
    if let price = rules.prices.quote(for: mailClass) { return price.total }
    unknownClasses.insert(mailClass)
    let finding = rules.prices.unknownClassFinding(mailClass)
    state = .invalid
    remarks = RowRemarks(
      code: finding.code, message: finding.message, hint: finding.hint,
      notes: remarks?.notes ?? [])
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
    func bytes(_ field: RowField) -> ArraySlice<UInt8> {
      rows.bytes[rows.fields[first + field.index]]
    }
    var hasher = tokenStart
    hasher.addExact(bytes(.reference))
    for field in [RowField.name, .company, .street1, .street2, .city, .state] {
      hasher.addCanonical(bytes(field))
    }
    hasher.addCanonical(bytes(.zip).prefix(5))
    let mailClass = bytes(.mailClass)
    if mailClass.isEmpty {
      hasher.addExact(rules.mailClass.rawValue.utf8)
    } else {
      hasher.addExact(mailClass)
    }
    hasher.addExact(bytes(.matter))
    let occurrence = bytes(.occurrence)
    if occurrence.isEmpty {
      hasher.addExact("1".utf8)
    } else {
      hasher.addExact(occurrence)
    }
    return hasher.token()
  }

  private mutating func storeGiven(
    _ record: RecordBatch.Record, _ batch: RecordBatch, _ first: Int
  ) -> Range<Int> {
    let start = rows.bytes.count
    for column in ownColumns {
      let cell = batch.bytes[batch.cell(record, column)]
      let isField =
        sharesCells
        && fieldOfColumn[column].map {
          cell.elementsEqual(rows.bytes[rows.fields[first + $0.index]])
        } ?? false
      GivenRecord.append(cell, isField: isField, to: &rows.bytes)
    }
    // Trailing zeros say nothing: a cell that is not there equals its field.
    if sharesCells {
      while rows.bytes.count > start, rows.bytes.last == 0 { rows.bytes.removeLast() }
    }
    return start..<rows.bytes.count
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
  /// For each of `count` columns the field that it alone is, or `nil`.
  func fieldOfColumn(count: Int) -> [RowField?] {
    var fields = [RowField?](repeating: nil, count: count)
    for field in RowField.allCases where self[field].count == 1 { fields[self[field][0]] = field }
    return fields
  }
}
