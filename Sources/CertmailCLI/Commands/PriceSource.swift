import JobLedger
import MailAPI
import MailAPIClient
import MailModel
import Pricing

/// The API's prices as this run knows them: asked for once, kept in the ledger with their time.
actor PriceSource {
  private let session: JobSession
  private let service: MailService
  private var known: PriceTable?

  init(_ session: JobSession, _ service: MailService) {
    self.session = session
    self.service = service
  }

  /// The API's table; the job's own class, when the table lacks it, is asked for by name.
  func table() async throws -> PriceTable {
    if let known { return known }
    var prices = try await service.pricing()
    if !prices.contains(where: { $0.mailClass == session.job.mailClass }),
      let price = try await service.calculate(session.job.mailClass)
    {
      prices.append(price)
    }
    let all = prices.map {
      Price(
        mailClass: $0.mailClass, postage: $0.cost.postage, serviceFee: $0.cost.serviceFee,
        total: $0.cost.total)
    }
    try await session.ledger.keep(
      prices: all.map { ($0.mailClass, $0.postage, $0.serviceFee, $0.total) })
    let table = PriceTable(all, fetchedAt: session.now())
    for finding in table.findings { session.console.warning(finding.message) }
    known = table
    return table
  }
}

/// Holds rows in line whose price has risen since they were quoted.
struct PriceStage: Sendable {
  let session: JobSession
  let prices: PriceSource

  func run() async throws {
    guard try await session.ledger.tally()[.queued] != nil else { return }
    let table: PriceTable
    do {
      table = try await prices.table()
    } catch let error as ServiceError {
      // Sending finds out by itself whether the API is down, and a charge above its quote stops it.
      session.console.warning("prices cannot be asked for: \(error)")
      return
    }
    let limits = session.job.spendLimits
    var held = 0
    for quote in try await session.ledger.quotesInLine() {
      guard let price = table.quote(for: quote.mailClass),
        let reason = limits.holdReason(quote: price.total, approvedQuote: quote.quoted)
      else { continue }
      held += try await session.ledger.holdRisen(
        quote, price: price.total,
        RowRemarks(code: reason.code, message: reason.message, hint: reason.hint))
    }
    if held > 0 {
      session.console.warning(
        "\(held.grouped) rows are priced higher than they were quoted and wait for approval")
    }
  }
}
