import JobLedger
import MailAPI
import MailAPIClient

/// Asks the API for charges and tracking numbers that the answer to a POST left out.
struct DetailStage: Sendable {
  let session: JobSession
  let service: MailService
  let signals: StopSignals

  private static let perPage = 64
  /// After so many answers in a row that bring nothing, the API does not tell: the next run asks again.
  private static let fruitlessMax = 3

  func run() async throws {
    var after: Int64 = 0
    var fruitless = 0
    while true {
      let page = try await session.ledger.incompletePieces(after: after, limit: Self.perPage)
      guard let last = page.last else { return }
      after = last.mailing
      for piece in page {
        guard signals.reason == nil, fruitless < Self.fruitlessMax else { return }
        fruitless = try await complete(piece.mailing, piece.apiID) ? 0 : fruitless + 1
      }
    }
  }

  /// - Returns: whether anything was new.
  private func complete(_ mailing: Int64, _ apiID: String) async throws -> Bool {
    do {
      let found = try await service.mailing(apiID).0
      guard found.id == apiID else { return false }
      return try await session.ledger.complete(
        mailing,
        with: PieceDetails(
          trackingNumber: found.trackingNumber, postage: found.cost?.postage,
          serviceFee: found.cost?.serviceFee, charged: found.cost?.total))
    } catch ServiceError.cancelled {
      return false
    } catch let error as ServiceError {
      session.console.detail("GET /mailings/\(apiID): \(error.reason)")
      return false
    }
  }
}
