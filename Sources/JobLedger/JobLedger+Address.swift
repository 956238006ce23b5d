import Foundation
package import MailModel
import SQLiteKit

/// A letter in line, whose address the API is to judge.
package struct UncheckedAddress: Hashable, Sendable {
  package var mailing: Int64
  /// The same for the same address, whatever its case and spacing.
  package var key: String
  package var address: PostalAddress
}

/// What the API said of an address.
package struct AddressVerdict: Hashable, Sendable {
  package var key: String
  package var isValid: Bool
  package var standardized: PostalAddress?
  package var messages: [String]

  package init(key: String, isValid: Bool, standardized: PostalAddress?, messages: [String]) {
    self.key = key
    self.isValid = isValid
    self.standardized = standardized
    self.messages = messages
  }
}

/// How queries read the address that goes on the letter.
enum MailedAddress {
  static let join = "LEFT JOIN mailed_address f ON f.mailing = m.id"
  /// street1, street2, city, state, zip.
  static let columns = """
    coalesce(f.street1, m.street1), coalesce(f.street2, m.street2), coalesce(f.city, m.city),
      coalesce(f.state_code, m.state_code), coalesce(f.zip, m.zip)
    """
}

extension JobLedger {
  /// Mails these rows to the API's form of their address; their own stays beside it.
  package func mail(_ rows: [(mailing: Int64, to: PostalAddress)]) throws {
    try commit {
      for (mailing, address) in rows {
        try connection.run(
          """
          INSERT INTO mailed_address VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (mailing) DO UPDATE
          SET street1 = excluded.street1, street2 = excluded.street2, city = excluded.city,
            state_code = excluded.state_code, zip = excluded.zip
          """,
          mailing, address.street1, address.street2, address.city, address.state, address.zip)
      }
    }
  }

  /// Letters in line after `mailing`, in list order, with their addresses.
  package func uncheckedAddresses(
    after mailing: Int64, limit: Int
  ) throws -> [UncheckedAddress] {
    try connection.statement(
      """
      SELECT id, street1, street2, city, state_code, zip FROM mailing
      WHERE state = 'queued' AND id > ? ORDER BY id LIMIT ?
      """
    ).map(mailing, limit) { row in
      let address = PostalAddress(
        street1: row.text(1), street2: row.text(2), city: row.text(3), state: row.text(4),
        zip: row.text(5))
      return UncheckedAddress(mailing: row.int64(0), key: Self.key(address), address: address)
    }
  }

  private static func key(_ address: PostalAddress) -> String {
    [address.street1, address.street2, address.city, address.state, address.zip]
      .map { $0.uppercased().split(separator: " ").joined(separator: " ") }
      .joined(separator: "|")
  }

  /// What was said of an address before.
  package func addressVerdict(_ key: String) throws -> AddressVerdict? {
    try connection.statement(
      "SELECT is_valid, standardized, messages FROM address_check WHERE key = ?"
    ).first(key) { row in
      let lines: [String] = row.isNull(1) ? [] : try TextList.list(row.text(1))
      return AddressVerdict(
        key: key, isValid: row.int(0) == 1,
        standardized: lines.count == 5
          ? PostalAddress(
            street1: lines[0], street2: lines[1], city: lines[2], state: lines[3], zip: lines[4])
          : nil,
        messages: try TextList.list(row.text(2)))
    }
  }

  /// Keeps the API's answers.
  package func keepVerdicts(_ verdicts: [AddressVerdict]) throws {
    try commit {
      for verdict in verdicts {
        let lines = try verdict.standardized.map {
          try TextList.json([$0.street1, $0.street2, $0.city, $0.state, $0.zip])
        }
        try connection.run(
          "INSERT INTO address_check VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
          verdict.key, verdict.isValid, lines, try TextList.json(verdict.messages),
          now().rawValue)
      }
    }
  }
}
