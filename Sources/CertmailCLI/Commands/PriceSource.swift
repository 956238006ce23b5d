import JobLedger
import MailAPI
import MailAPIClient
import MailModel
import Pricing

/// The API's prices as this run knows them: asked for once, kept in the ledger with their time.
actor PriceSource {
  /// So many classes that the API's table lacks are asked for by name in a run: a column taken for
  /// the mail class by mistake must not become a call a row.
  static let askedMax = 20

  private let session: JobSession
  private let service: MailService
  private var prices: [Price] = []
  private var asked: Set<MailClass> = []
  private var known: PriceTable?
  /// Why the API's table could not be read.
  private var listingFault: ServiceError?

  init(_ session: JobSession, _ service: MailService) {
    self.session = session
    self.service = service
  }

  /// The API's table, with the job's own class.
  /// - Throws: `CommandFailure` when the API prices other classes and not the job's.
  func table() async throws -> PriceTable { try await tableAndOwnPrice().table }

  /// What a letter of the job's own class costs.
  func ownPrice() async throws -> Price { try await tableAndOwnPrice().price }

  private func tableAndOwnPrice() async throws -> (table: PriceTable, price: Price) {
    let own = session.job.mailClass
    let table = try await table(with: [own])
    if let price = table.quote(for: own) { return (table, price) }
    throw CommandFailure(
      status: .usage,
      message: "\(session.arguments.path): \(table.unknownClassFinding(own).sentence)")
  }

  /// The API's table; those of `classes` that it lacks are asked for by name, once.
  /// - Throws: `ServiceError` when neither the table nor any of `classes` could be read.
  func table(with classes: Set<MailClass>) async throws -> PriceTable {
    var (table, fault) = try await listed()
    for mailClass in classes.sorted() where table.quote(for: mailClass) == nil {
      guard asked.count < Self.askedMax, asked.insert(mailClass).inserted else { continue }
      if let price = try await service.calculate(mailClass) { table = try await add([price]) }
    }
    if let fault, table.classes.isEmpty { throw fault }
    return table
  }

  /// The table as the API lists it: asked for once. One that cannot be read is as good as an empty
  /// one, if its classes can be asked for by name.
  private func listed() async throws -> (table: PriceTable, fault: ServiceError?) {
    if let known { return (known, listingFault) }
    do {
      return (try await add(service.pricing()), nil)
    } catch let error as ServiceError {
      switch error {
      case .refused, .unreadable: listingFault = error
      case .keyRefused, .unavailable, .notReady, .cancelled: throw error
      }
      return (try await add([]), listingFault)
    }
  }

  private func add(_ found: [ClassPrice]) async throws -> PriceTable {
    let new = found.map {
      Price(
        mailClass: $0.mailClass, postage: $0.cost.postage, serviceFee: $0.cost.serviceFee,
        total: $0.cost.total)
    }
    prices += new
    let table = PriceTable(prices, fetchedAt: session.now())
    known = table
    try await session.ledger.keep(
      prices: new.map { ($0.mailClass, $0.postage, $0.serviceFee, $0.total) })
    for finding in PriceTable(new, fetchedAt: table.fetchedAt).findings {
      session.console.warning(finding.sentence)
    }
    return table
  }
}

/// Holds rows in line whose price has risen since they were quoted.
struct PriceStage: Sendable {
  let session: JobSession
  let prices: PriceSource

  func run() async throws {
    guard try await session.ledger.tally()[.queued] != nil else { return }
    let quotes = try await session.ledger.quotesInLine()
    let table: PriceTable
    do {
      table = try await prices.table(with: Set(quotes.map(\.mailClass)))
    } catch let error as ServiceError {
      // Sending finds out by itself whether the API is down, and a charge above its quote stops it.
      session.console.warning("prices cannot be asked for: \(error)")
      return
    }
    let limits = session.job.spendLimits
    var held = 0
    for quote in quotes {
      guard let price = table.quote(for: quote.mailClass),
        let reason = limits.holdReason(quote: price.total, approvedQuote: quote.quoted)
      else { continue }
      held += try await session.ledger.holdRisen(
        quote, price: price.total,
        RowRemarks(code: reason.code, message: reason.message, hint: reason.hint))
    }
    if held > 0 {
      session.console.warning(
        "\(held.counted("row is", "rows are")) priced higher than quoted; approval is needed")
    }
  }
}
