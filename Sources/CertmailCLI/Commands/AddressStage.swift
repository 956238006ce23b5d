import Foundation
import JobLedger
import MailAPI
import MailAPIClient
import MailModel

/// Lets the API validate each distinct address in line, once; its answers are kept.
struct AddressStage: Sendable {
  let session: JobSession
  let service: MailService
  let signals: StopSignals
  /// The one mailing to check, whatever else is in line.
  var only: Int64?

  private static let perPage = 64

  func run() async throws {
    guard session.job.checks.address == .api else { return }
    if let only {
      let row = try await session.ledger.uncheckedAddresses(after: only - 1, limit: 1)
      return try await check(row.filter { $0.mailing == only })
    }
    let total = try await session.ledger.tally()[.queued]?.rows ?? 0
    guard total > 0 else { return }
    session.progress.begin(.validate, of: total)
    defer { session.progress.end() }
    var after: Int64 = 0
    while signals.reason == nil {
      let page = try await session.ledger.uncheckedAddresses(after: after, limit: Self.perPage)
      guard let last = page.last else { return }
      after = last.mailing
      try await check(page)
      session.progress.advance(by: page.count)
    }
  }

  private func check(_ page: [UncheckedAddress]) async throws {
    var distinct: [String: PostalAddress] = [:]
    for row in page where try await session.ledger.addressVerdict(row.key) == nil {
      distinct[row.key] = row.address
    }
    var answers: [(key: String, validation: AddressValidation)] = []
    try await inParallel(
      distinct.map { (key: $0.key, address: $0.value) },
      width: session.job.limits.concurrentRequests
    ) { [service] key, address in
      do {
        return (key: key, validation: try await service.validate(address))
      } catch ServiceError.unreadable(let call, let reason) {
        throw ServiceError.unreadable(
          call: call,
          reason: "\(reason); set checks.address to \"offline\" to go on without it")
      }
    } each: {
      answers.append($0)
    }
    try await session.ledger.keepVerdicts(
      answers.map { key, answer in
        AddressVerdict(
          key: key, isValid: answer.isValid, standardized: answer.address, messages: answer.messages
        )
      })
    var mailed: [(mailing: Int64, to: PostalAddress)] = []
    for row in page {
      guard let verdict = try await session.ledger.addressVerdict(row.key) else { continue }
      if !verdict.isValid {
        try await refuse(row, verdict)
      } else if session.job.checks.mailAddress == .standardized,
        let form = verdict.standardized?.replacing(row.address)
      {
        mailed.append((row.mailing, form))
      }
    }
    if !mailed.isEmpty { try await session.ledger.mail(mailed) }
  }

  private func refuse(_ row: UncheckedAddress, _ verdict: AddressVerdict) async throws {
    let words = verdict.messages.joined(separator: "; ")
    try await session.ledger.foundInvalid(
      row.mailing,
      RowRemarks(
        code: "address_undeliverable",
        message: words.isEmpty ? "the API does not find this address" : words,
        hint: "correct the address in needs-attention.csv and import it"))
  }
}

extension PostalAddress {
  /// This standardised form of `given`, if it can stand in its place: it is whole, lies in the same
  /// state and keeps the unit, without which a letter is lost.
  func replacing(_ given: PostalAddress) -> PostalAddress? {
    guard !street1.isEmpty, !city.isEmpty, state == given.state, !zip.isEmpty, self != given else {
      return nil
    }
    let unit = Self.lastWord(given.street2)
    let words = (street1 + " " + street2).uppercased().split { !$0.isLetter && !$0.isNumber }
    return unit.isEmpty || words.contains { $0 == unit } ? self : nil
  }

  /// `4B` of `Apt. 4B`: what tells one unit from another, however the word before it is written.
  private static func lastWord(_ unit: String) -> String {
    unit.uppercased().split { !$0.isLetter && !$0.isNumber }.last.map(String.init) ?? ""
  }
}
