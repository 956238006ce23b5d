import Foundation
import JobLedger
import MailModel
import Reconciliation

/// The charges of a job as LEDES 1998B: an invoice a matter, a line a piece of mail.
struct LEDESBill: Sendable {
  let charges: ChargesByMatter
  /// LAW_FIRM_ID
  let firm: String
  let today: UTCTime
  /// Six characters, when one batch alone is billed; a part of the invoices' numbers.
  let batch: String?
  /// `nil`: standard output.
  let file: String?
  let console: Console

  /// The file on its way; the matter that it is at.
  private final class Writing {
    var ledes: LEDESFile
    var matter: String?
    var isBilled = false
    var invoices = 0
    var problems: [String] = []

    init(_ sink: any ByteSink) { ledes = LEDESFile(timeZone: .current, to: sink) }
  }

  /// Writes the file, and leaves out what has no matter or one that LEDES cannot name.
  /// - Returns: what is left out, and why.
  func write(_ filter: ChargeFilter, _ ledger: JobLedger) async throws -> [String] {
    // In memory: the writer is not to be shared with the ledger, and a record is a few hundred bytes.
    let records: [ChargeRecord] = try await ledger.reduceCharges(filter, into: []) {
      $0.append($1)
    }
    let target = try file.map { try AtomicFile(path: $0) }
    let standardOutput = ClosureSink { [console] bytes in
      try console.data(raw: String(decoding: bytes, as: UTF8.self))
    }
    let writing = Writing(target ?? standardOutput)
    for record in records { try write(record, writing) }
    try writing.ledes.finish()
    try target?.commit()
    if let file { console.message("written: \(ShownPath.text(file))") }
    return writing.problems
  }

  private func write(_ record: ChargeRecord, _ writing: Writing) throws {
    if writing.matter != record.matter {
      writing.matter = record.matter
      writing.isBilled = try begin(record.matter, writing)
    }
    if writing.isBilled { try writing.ledes.add(record.reportEntry) }
  }

  private func begin(_ matter: String, _ writing: Writing) throws -> Bool {
    let sum = charges.groups.sums[matter] ?? ChargeSum()
    let mailings = sum.mailings.counted("mailing")
    let left = "\(mailings) for \(sum.total.dollars) left out of the file"
    guard !matter.isEmpty else {
      writing.problems.append("\(left): no matter to bill")
      return false
    }
    do {
      try writing.ledes.begin(invoice(matter, sum, number: writing.invoices + 1))
      writing.invoices += 1
      return true
    } catch let fault as LEDESFault {
      if case .wrongTotal = fault { throw fault }
      writing.problems.append("\(left): matter \(matter): \(fault)")
      return false
    }
  }

  private func invoice(_ matter: String, _ sum: ChargeSum, number: Int) -> LEDESInvoice {
    LEDESInvoice(
      number: Self.number(charges.last ?? today, batch, number), date: today,
      periodStart: charges.first ?? today,
      periodEnd: charges.last ?? today, clientID: Self.client(of: matter), lawFirmMatterID: matter,
      lawFirmID: firm, total: sum.total)
  }

  /// `20260115-a1b2c3-0001`: the last day that is billed, by which two periods that are billed on one
  /// day are told apart, the batch when there is one, a running number.
  static func number(_ day: UTCTime, _ batch: String?, _ number: Int) -> String {
    let running = String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
    return [day.localDay.filter { $0 != "-" }, batch, running].compactMap(\.self).joined(
      separator: "-")
  }

  /// The client of a client-matter number: what stands before the first `.`, `-`, `/` or blank;
  /// the whole of it where there is none.
  static func client(of matter: String) -> String {
    let head = matter.prefix { !".-/ ".contains($0) }
    return head.isEmpty ? matter : String(head)
  }
}
