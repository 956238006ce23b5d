import Intake
import JobLedger
import MailModel
import Pricing

/// Makes rows for the ledger of a list's records, batch by batch.
///
/// A class of mail that the prices lack is asked for when it first appears.
struct RowIntake: Sendable {
  private var rules: ImportRules
  private let prices: PriceSource

  init(_ rules: ImportRules, _ prices: PriceSource) {
    self.rules = rules
    self.prices = prices
  }

  /// The rows of `batch`, one a record and in their order.
  /// - Throws: `ServiceError` when the API had to be asked for a price and does not answer.
  mutating func rows(of batch: RecordBatch, in list: CaseListReader) async throws -> LetterRows {
    let assembly = assembly(batch, list)
    guard !assembly.unknownClasses.isEmpty else { return assembly.rows }
    let table = try await prices.table(with: assembly.unknownClasses)
    guard table.classes.count > rules.prices.classes.count else { return assembly.rows }
    rules.prices = table
    return self.assembly(batch, list).rows
  }

  private func assembly(_ batch: RecordBatch, _ list: CaseListReader) -> RowAssembly {
    var assembly = RowAssembly(
      rules: rules, header: list.headers, columns: list.columns, sharesCells: list.format == .csv)
    assembly.reserve(for: batch)
    for record in batch.records { assembly.add(record, of: batch) }
    return assembly
  }
}
