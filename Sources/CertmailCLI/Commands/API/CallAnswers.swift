import Foundation
import MailAPI
import MailAPIClient
import MailModel

/// The API's answers as tables for people; `nil` where an answer is not what it should be.
enum CallAnswers {
  static func decoded<Body: Decodable>(_ type: Body.Type, _ answer: Answer) -> Body? {
    // What cannot be read is the nil: `--json` shows it as it came.
    try? JSONDecoder().decode(type, from: Data(answer.body))
  }

  static func mailings(_ answer: Answer) -> TextTable? {
    guard let listing = decoded(Listing<Mailing>.self, answer) else { return nil }
    var table = TextTable([
      .init("id"), .init("status"), .init("class"), .init("tracking number"), .init("reference"),
      .init("recipient"), .init("total", .right), .init("created"),
    ])
    table.rows = listing.items.map { mailing in
      [
        mailing.id, mailing.status ?? "", mailing.mailClass?.rawValue ?? "",
        mailing.trackingNumber ?? "", mailing.reference ?? "",
        mailing.to.map { $0.name.isEmpty ? $0.company : $0.name } ?? "",
        mailing.cost?.total.dollars ?? "", mailing.createdAt?.iso8601 ?? "",
      ]
    }
    if listing.unreadableCount > 0 {
      table.note = "(\(listing.unreadableCount) entries cannot be read; --json shows them)"
    }
    return table
  }

  static func mailing(_ answer: Answer) -> TextTable? {
    guard let mailing = decoded(Mailing.self, answer) else { return nil }
    return pairs([
      ("id", mailing.id), ("status", mailing.status), ("mail class", mailing.mailClass?.rawValue),
      ("tracking number", mailing.trackingNumber), ("reference", mailing.reference),
      ("from", mailing.from.map(line)), ("to", mailing.to.map(line)),
      ("postage", mailing.cost?.postage.dollars), ("service fee", mailing.cost?.serviceFee.dollars),
      ("total", mailing.cost?.total.dollars), ("created", mailing.createdAt?.iso8601),
    ])
  }

  static func tracking(_ answer: Answer) -> TextTable? {
    guard let tracking = decoded(Tracking.self, answer) else { return nil }
    var table = TextTable([
      .init(tracking.trackingNumber), .init(tracking.status), .init(""), .init(""),
    ])
    table.rows = tracking.events.map {
      [$0.timestamp?.iso8601 ?? "", $0.status, $0.description, $0.location ?? ""]
    }
    return table
  }

  static func validation(_ answer: Answer) -> TextTable? {
    guard let verdict = decoded(AddressValidation.self, answer) else { return nil }
    var rows: [(String, String?)] = [
      ("valid", verdict.isValid ? "yes" : "no"), ("address", verdict.address.map(line)),
    ]
    rows += verdict.messages.map { ("message", $0) }
    return pairs(rows)
  }

  static func pricing(_ answer: Answer) -> TextTable? {
    guard let listing = decoded(Listing<ClassPrice>.self, answer), !listing.items.isEmpty else {
      return nil
    }
    return prices(listing.items)
  }

  static func price(_ answer: Answer) -> TextTable? {
    decoded(ClassPrice.self, answer).map { prices([$0]) }
  }

  private static func prices(_ prices: [ClassPrice]) -> TextTable {
    TextTable(
      [
        .init("class"), .init("postage", .right), .init("service fee", .right),
        .init("total", .right), .init("what"),
      ],
      rows: prices.map {
        [
          $0.mailClass.rawValue, $0.cost.postage.dollars, $0.cost.serviceFee.dollars,
          $0.cost.total.dollars, $0.description ?? "",
        ]
      })
  }

  static func keys(_ answer: Answer) -> TextTable? {
    guard let listing = decoded(Listing<APIKeyRecord>.self, answer) else { return nil }
    return TextTable(
      [
        .init("id"), .init("name"), .init("permissions"), .init("created"), .init("last used"),
        .init("revoked"),
      ],
      rows: listing.items.map {
        [
          $0.id, $0.name, $0.permissions.joined(separator: " "), $0.createdAt?.iso8601 ?? "",
          $0.lastUsedAt?.iso8601 ?? "never", $0.revokedAt?.iso8601 ?? "",
        ]
      })
  }

  /// Two columns without headings' meaning: a name and its value; absent values are left out.
  static func pairs(_ rows: [(String, String?)]) -> TextTable {
    let known = rows.compactMap { name, value in value.map { [name, $0] } }.filter { $0[1] != "" }
    guard let first = known.first else { return TextTable([]) }
    return TextTable(first.map { .init($0) }, rows: Array(known.dropFirst()))
  }

  /// An address on one line.
  static func line(_ address: PostalAddress) -> String {
    let place = "\(address.city) \(address.state) \(address.zip)"
      .trimmingCharacters(in: .whitespaces)
    return [address.name, address.company, address.street1, address.street2, place]
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
