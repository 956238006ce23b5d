package import MailModel
import SQLiteKit

/// What rows in line of one class were quoted at.
package struct QuoteInLine: Hashable, Sendable {
  package var mailClass: MailClass
  package var quoted: Cents
}

extension JobLedger {
  /// The classes and quotes among the rows in line.
  package func quotesInLine() throws -> [QuoteInLine] {
    try connection.statement(
      """
      SELECT DISTINCT coalesce(m.mail_class, b.mail_class), m.quoted
      FROM mailing m JOIN batch b ON b.id = m.batch WHERE m.state = 'queued'
      """
    ).map { QuoteInLine(mailClass: MailClass($0.text(0)), quoted: Cents($0.int64(1))) }
  }

  /// Holds the rows in line that were quoted so, at the price that they have now.
  /// - Returns: how many.
  package func holdRisen(
    _ quote: QuoteInLine, price: Cents, _ remark: RowRemarks
  ) throws -> Int {
    try commit {
      try connection.run(
        """
        UPDATE mailing SET state = 'held', quoted = ?, code = ?, message = ?, hint = ?
        WHERE state = 'queued' AND quoted = ?
          AND coalesce(mail_class, (SELECT mail_class FROM batch WHERE id = mailing.batch)) = ?
        """,
        price.rawValue, remark.code, remark.message, remark.hint, quote.quoted.rawValue,
        quote.mailClass.rawValue)
    }
  }

  /// Keeps prices with the time at which they were fetched; while a list is being stored, in its
  /// transaction.
  package func keep(
    prices: [(mailClass: MailClass, postage: Cents, serviceFee: Cents, total: Cents)]
  ) throws {
    if importing == nil { try commit { try insert(prices) } } else { try insert(prices) }
  }

  private func insert(
    _ prices: [(mailClass: MailClass, postage: Cents, serviceFee: Cents, total: Cents)]
  ) throws {
    let at = now().rawValue
    for price in prices {
      try connection.run(
        "INSERT INTO price VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        price.mailClass.rawValue, at, price.postage.rawValue, price.serviceFee.rawValue,
        price.total.rawValue)
    }
  }
}
