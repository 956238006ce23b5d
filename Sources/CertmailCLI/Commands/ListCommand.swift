import Intake
import JobLedger
import MailModel
import Reconciliation

/// `list`: rows in the states that are asked for, page by page in bounded memory.
struct ListCommand {
  let arguments: ListArguments
  let console: Console

  init(_ arguments: ListArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  private static let columns = [
    "row", "state", "code", "message", "hint", "reference", "name", "quoted", "charged",
    "mailing_id", "tracking_number",
  ]

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: false)
    let batches = try await session.batches(named: arguments.batch)
    if console.display.isJSON { try console.data(raw: #"{"rows":["#) }
    if arguments.isCSV { try console.data(Self.columns.joined(separator: ",")) }
    var count = 0
    for batch in batches { count += try await list(batch, session, isFirst: count == 0) }
    if console.display.isJSON { try console.data("]}") }
    let isForPeople = !console.display.isJSON && !arguments.isCSV
    if isForPeople, count == 0 { console.message("no rows in \(stateNames)") }
    return .done
  }

  private var stateNames: String {
    arguments.states.isEmpty
      ? "this job"
      : "state " + arguments.states.map(\.rawValue).sorted().joined(separator: " or ")
  }

  /// How many rows a table has before it is written and the next begins.
  private static let rowsPerTable = 500

  private func list(
    _ batch: BatchRecord, _ session: JobSession, isFirst: Bool
  ) async throws -> Int {
    let states = arguments.states.isEmpty ? Set(MailingState.allCases) : arguments.states
    return try await session.ledger.reading(batch) { [self] reader in
      var count = 0
      var table = Self.emptyTable
      try reader.eachRow { entry in
        guard states.contains(entry.state) else { return }
        if console.display.isJSON {
          let comma = isFirst && count == 0 ? "" : ","
          try console.data(raw: comma + object(entry, batch).line)
        } else if arguments.isCSV {
          try console.data(csv(entry, batch))
        } else {
          table.rows.append(cells(entry, batch))
          if table.rows.count == Self.rowsPerTable {
            try console.data(table)
            table.rows.removeAll()
          }
        }
        count += 1
      }
      if !table.rows.isEmpty { try console.data(table) }
      return count
    }
  }

  private static var emptyTable: TextTable {
    TextTable([
      .init("row"), .init("state"), .init("reference"), .init("recipient"),
      .init("quoted", .right), .init("what"),
    ])
  }

  private func cells(_ entry: LedgerEntry, _ batch: BatchRecord) -> [String] {
    let name = entry.recipient.name.isEmpty ? entry.recipient.company : entry.recipient.name
    let what = entry.message.isEmpty ? entry.piece?.trackingNumber ?? "" : entry.message
    return [
      "\(batch.hash6):\(entry.row)", entry.state.rawValue, entry.reference, name,
      entry.quoted?.description ?? "", what,
    ]
  }

  private func object(_ entry: LedgerEntry, _ batch: BatchRecord) -> JSONText {
    [
      "certmail_row": .text("\(batch.hash6):\(entry.row)"), "batch": .text(batch.name),
      "row": .count(entry.row), "state": .text(entry.state.rawValue), "code": .text(entry.code),
      "message": .text(entry.message), "hint": .text(entry.hint),
      "reference": .text(entry.reference), "name": .text(entry.recipient.name),
      "quoted": .amount(entry.quoted), "charged": .amount(entry.piece?.charged),
      "mailing_id": .optional(entry.piece?.apiID),
      "tracking_number": .optional(entry.piece?.trackingNumber),
    ]
  }

  private func csv(_ entry: LedgerEntry, _ batch: BatchRecord) -> String {
    let cells = [
      "\(batch.hash6):\(entry.row)", entry.state.rawValue, entry.code, entry.message, entry.hint,
      entry.reference, entry.recipient.name, entry.quoted?.description ?? "",
      entry.piece?.charged?.description ?? "", entry.piece?.apiID ?? "",
      entry.piece?.trackingNumber ?? "",
    ]
    return cells.map { cell in
      let guarded = FormulaGuard.needsQuote(Array(cell.utf8)) ? "'" + cell : cell
      let needsQuotes = guarded.contains { $0 == "," || $0 == "\"" || $0.isNewline }
      return needsQuotes ? "\"" + guarded.replacing("\"", with: "\"\"") + "\"" : guarded
    }.joined(separator: ",")
  }
}
