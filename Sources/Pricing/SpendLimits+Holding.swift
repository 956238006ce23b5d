package import MailModel

extension SpendLimits {
  /// Warning `above_spend_per_mailing` when a mailing costs more than it may without approval.
  package func holdReason(quote: Cents) -> Finding? {
    guard let perMailing, quote > perMailing else { return nil }
    return Finding(
      .warning, "above_spend_per_mailing", nil,
      "quoted at \(quote.dollars), above spend_per_mailing \(perMailing.dollars)",
      hint: "approve it, or raise limits.spend_per_mailing")
  }

  /// Warning `price_rise` when the price has risen above the quote that was approved by more than it
  /// may.
  package func holdReason(quote: Cents, approvedQuote: Cents) -> Finding? {
    guard exceedsQuote(charged: quote, quoted: approvedQuote) else { return nil }
    return Finding(
      .warning, "price_rise", nil,
      "priced at \(quote.dollars), \((quote - approvedQuote).dollars) above the approved"
        + " \(approvedQuote.dollars)",
      hint: "approve it again at the new price, or raise limits.price_rise")
  }
}
