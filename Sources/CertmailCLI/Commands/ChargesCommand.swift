import Foundation
import JobLedger
import MailModel
import Reconciliation

/// `report --by matter` and `report --ledes`: the money, for whoever bills it.
struct ChargesCommand {
  let arguments: ReportArguments
  let console: Console

  init(_ arguments: ReportArguments, _ console: Console) {
    self.arguments = arguments
    self.console = console
  }

  func run() async throws -> ExitStatus {
    let session = try JobSession(arguments.job, console, writes: false)
    let batch = try await session.batch(named: arguments.batch)
    let filter = ChargeFilter(
      batch: batch?.id, since: arguments.since?.start, before: arguments.until?.end)
    let charges = try await ChargesByMatter.read(filter, session.ledger)
    let unknown = try await session.ledger.piecesWithoutCharge(batch: batch?.id)
    if unknown > 0 {
      console.warning(
        "\(unknown.counted("mailing is", "mailings are")) not in these sums: the API has not told what it charged"
      )
    }
    if filter == ChargeFilter(batch: batch?.id) {
      try check(charges.total.total, try await session.ledger.charged(batch: batch?.id))
    }
    if session.job.isSandbox {
      console.warning(
        "these are the sandbox's charges: nothing was paid, and nothing is to be billed")
    }
    let isWhole: Bool
    switch arguments.output {
    case .ledes: isWhole = try await writeLEDES(charges, filter, batch, session)
    case .charges, .files, .merged:
      try write(charges)
      isWhole = true
    }
    return isWhole && unknown == 0 ? .done : .attention
  }

  /// Two ways of adding up the same money must agree.
  private func check(_ sum: Cents, _ charged: Cents) throws {
    guard sum == charged else {
      throw CommandFailure(
        status: .failed,
        message: "the ledger changed meanwhile (\(sum.dollars), then \(charged.dollars)); run again"
      )
    }
  }

  private func write(_ charges: ChargesByMatter) throws {
    if arguments.isCSV || arguments.file != nil {
      try withSink { sink in try MatterChargesCSV.write(charges.groups, to: sink) }
    } else if console.display.isJSON {
      try console.data(charges.json)
    } else {
      try console.data(charges.table)
    }
  }

  /// - Returns: whether every charge is in the file.
  private func writeLEDES(
    _ charges: ChargesByMatter, _ filter: ChargeFilter, _ batch: BatchRecord?, _ session: JobSession
  ) async throws -> Bool {
    let firm = arguments.lawFirmID ?? String(session.job.name.prefix(LEDESFile.idLengthMax))
    if arguments.lawFirmID == nil {
      console.message(
        "note: LAW_FIRM_ID is \(firm), the job's name; give the firm's own with --law-firm-id")
    }
    let bill = LEDESBill(
      charges: charges, firm: firm, today: session.now(), batch: batch?.hash6,
      file: arguments.file, console: console)
    let problems = try await bill.write(filter, session.ledger)
    for problem in problems { console.warning(problem) }
    return problems.isEmpty
  }

  private func withSink(_ body: (any ByteSink) throws -> Void) throws {
    guard let path = arguments.file else {
      return try body(
        ClosureSink { [console] bytes in
          try console.data(raw: String(decoding: bytes, as: UTF8.self))
        })
    }
    let file = try AtomicFile(path: path)
    try body(file)
    try file.commit()
    console.message("written: \(ShownPath.text(path))")
  }
}

/// What each matter was charged.
struct ChargesByMatter: Sendable {
  var groups = GroupedCharges(groupsMax: .max)
  /// Over all matters.
  var total = ChargeSum()
  var first: UTCTime?
  var last: UTCTime?

  static func read(_ filter: ChargeFilter, _ ledger: JobLedger) async throws -> ChargesByMatter {
    try await ledger.reduceCharges(filter, into: ChargesByMatter()) { charges, record in
      let entry = record.reportEntry
      charges.groups.add(entry, charged: record.charged, to: record.matter)
      charges.total.add(entry, charged: record.charged)
      charges.first = min(charges.first ?? record.submittedAt, record.submittedAt)
      charges.last = max(charges.last ?? record.submittedAt, record.submittedAt)
    }
  }

  var table: TextTable {
    var table = TextTable([
      .init("matter"), .init("mailings", .right), .init("postage", .right),
      .init("service fee", .right), .init("total", .right),
    ])
    table.rows = groups.byName.map { Self.cells($0.name.isEmpty ? "(none)" : $0.name, $0.sum) }
    table.rows.append(Self.cells("all matters", total))
    return table
  }

  private static func cells(_ name: String, _ sum: ChargeSum) -> [String] {
    [
      name, sum.mailings.grouped, sum.postage.dollars, sum.serviceFee.dollars, sum.total.dollars,
    ]
  }

  var json: JSONText {
    [
      "matters": .array(groups.byName.map { Self.object(matter: $0.name, $0.sum) }),
      "mailings": .count(total.mailings), "postage": .amount(total.postage),
      "service_fee": .amount(total.serviceFee), "total": .amount(total.total),
    ]
  }

  private static func object(matter: String, _ sum: ChargeSum) -> JSONText {
    [
      "matter": .text(matter), "mailings": .count(sum.mailings), "postage": .amount(sum.postage),
      "service_fee": .amount(sum.serviceFee), "total": .amount(sum.total),
    ]
  }
}

extension ChargeRecord {
  /// As the reports' writers take it.
  var reportEntry: ReportEntry {
    var entry = ReportEntry()
    entry.matter = matter
    entry.reference = reference
    entry.recipient = recipient
    entry.mailClass = mailClass
    entry.trackingNumber = trackingNumber
    entry.postage = postage
    entry.serviceFee = serviceFee
    entry.charged = charged
    entry.submittedAt = submittedAt
    return entry
  }
}
