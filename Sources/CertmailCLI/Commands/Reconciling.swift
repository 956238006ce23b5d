import Foundation
import JobLedger
import Labels
import MailAPI
import MailAPIClient
import MailModel
import Submission

/// Goes through every mailing of the ledger and asks the API and the disk about it.
struct Reconciling {
  let session: JobSession
  let service: MailService
  private(set) var differences: [Difference] = []
  /// Mailings, labels and entries of the listing that were compared.
  private(set) var mailings = 0
  private(set) var labels = 0
  private(set) var listed = 0
  /// Entries of the listing that belong to nobody here: another ledger of the account.
  private(set) var others = 0

  init(session: JobSession, service: MailService) {
    self.session = session
    self.service = service
  }

  private static let perPage = 200

  mutating func compare() async throws {
    if let fault = try await session.ledger.integrityFault() {
      differences.append(Difference(row: "", code: "ledger_damaged", message: fault))
    }
    let unknown = UnknownReports(session: session)
    let forgotten = try await unknown.find()
    if !forgotten.isEmpty {
      differences.append(
        Difference(row: "", code: "ledger_forgot", message: unknown.words(forgotten)))
    }
    let shown = try await compareListing()
    let total = MailingState.allCases.filter { $0 == .mailed || $0 == .done }
    let tally = try await session.ledger.tally()
    session.progress.begin(.reconcile, of: total.reduce(0) { $0 + (tally[$1]?.rows ?? 0) })
    defer { session.progress.end() }
    for batch in try await session.ledger.batches() {
      var after: Int64 = 0
      while true {
        let page = try await session.ledger.entries(of: batch, after: after, limit: Self.perPage)
        guard let last = page.last else { break }
        after = last.mailing
        try await compare(page, batch, shown)
        for entry in page { compareLabel(entry, batch) }
      }
    }
  }

  /// What the API lists: entries with a token of ours that no row has are differences.
  private mutating func compareListing() async throws -> [String: Mailing] {
    let listing = try await service.newestMailings().listing
    listed = listing.items.count
    for mailing in listing.items {
      let token = mailing.reference.flatMap { SentReference.token(in: $0) }
      switch try await session.ledger.owner(apiID: mailing.id, token: token) {
      case .made: break
      case .stranger: others += 1
      case .open(let id, let state, _), .contested(let id, let state, _):
        let row = try await session.ledger.rowID(id)
        let cure =
          state == .held
          ? "; certmail resolve \(session.arguments.word) \(row) --adopt "
            + "\(ShownPath.word(mailing.id)) takes it" : ""
        differences.append(
          Difference(
            row: row, code: "unknown_at_ledger",
            message: "the API has mailing \(mailing.id) with its token, and it is "
              + "\(state.rawValue) here\(cure)"))
      }
    }
    return Dictionary(listing.items.map { ($0.id, $0) }) { first, _ in first }
  }

  private mutating func compare(
    _ page: [LedgerEntry], _ batch: BatchRecord, _ shown: [String: Mailing]
  ) async throws {
    let made = page.filter { $0.piece != nil }
    var answers: [Int64: Mailing] = [:]
    try await inParallel(made, width: session.job.limits.concurrentRequests) {
      [service] entry -> (Int64, Mailing?) in
      guard let id = entry.piece?.apiID else { return (entry.mailing, nil) }
      if let listed = shown[id] { return (entry.mailing, listed) }
      return (entry.mailing, try await Self.mailing(id, service))
    } each: { mailing, answer in
      answers[mailing] = answer
      session.progress.advance()
    }
    for entry in made { compare(entry, answers[entry.mailing], batch) }
  }

  /// `nil` when the API does not know it.
  private static func mailing(_ id: String, _ service: MailService) async throws -> Mailing? {
    do {
      return try await service.mailing(id).0
    } catch ServiceError.refused(_, 404, _) {
      return nil
    }
  }

  private mutating func compare(_ entry: LedgerEntry, _ found: Mailing?, _ batch: BatchRecord) {
    guard let piece = entry.piece else { return }
    mailings += 1
    func tell(_ code: String, _ message: String) {
      differences.append(
        Difference(row: "\(batch.hash6):\(entry.row)", code: code, message: message))
    }
    guard let found else {
      return tell("missing_at_api", "the API does not know mailing \(piece.apiID)")
    }
    if let cost = found.cost?.total, cost != piece.charged {
      let here = piece.charged?.dollars ?? "nothing"
      tell("charge_differs", "the API charged \(cost.dollars), the ledger has \(here)")
    }
    if found.cost?.total == nil, piece.charged == nil {
      tell("charge_unknown", "neither the API nor the ledger says what it was charged")
    }
    if let number = found.trackingNumber, number != piece.trackingNumber {
      tell(
        "tracking_differs",
        "its tracking number is \(number), the ledger has \(piece.trackingNumber ?? "none")")
    }
    if let mailClass = found.mailClass, mailClass != entry.mailClass {
      tell(
        "class_differs",
        "the API has it as \(mailClass.rawValue), the ledger as \(entry.mailClass.rawValue)")
    }
    let sent = session.job.letterhead.wireForm(entry.recipient)
    if !RecipientAgreement.agrees(sent, found.to) {
      tell("recipient_differs", "the API names another recipient")
    }
  }

  private mutating func compareLabel(_ entry: LedgerEntry, _ batch: BatchRecord) {
    guard let label = entry.label, entry.state == .done else { return }
    labels += 1
    let store = LabelStore(batchFolder: URL(filePath: session.folder(batch)))
    let row = "\(batch.hash6):\(entry.row)"
    do {
      switch try store.verify(.init(path: label.path, size: label.size, sha256: label.sha256)) {
      case .good: break
      case .missing:
        differences.append(
          Difference(row: row, code: "label_missing", message: "\(label.path) is not there"))
      case .changed:
        differences.append(
          Difference(row: row, code: "label_changed", message: "\(label.path) was changed"))
      }
    } catch {
      differences.append(
        Difference(row: row, code: "label_unreadable", message: error.message))
    }
  }
}
