package import MailModel

/// The job's caps (`limits`): pure judgements, to the cent.
///
/// | with `price_rise` 0.10 | quoted | charged or quoted now | judgement |
/// | --- | --- | --- | --- |
/// | `holdReason(quote:approvedQuote:)` | 9.00 | 9.10 | goes out |
/// | | 9.00 | 9.11 | held |
/// | `exceedsQuote` | 9.00 | 9.10 | the run goes on |
/// | | 9.00 | 9.11 | the run stops |
package struct SpendLimits: Hashable, Sendable {
  /// The most that one run may spend; `nil`: no cap.
  package var perRun: Cents?
  /// The most that one mailing may be quoted at without approval; `nil`: no cap.
  package var perMailing: Cents?
  /// By how much a price or a charge may pass its quote; never negative.
  package var priceRise: Cents

  /// Caps as the job file has them; `priceRise` must not be negative.
  package init(perRun: Cents? = nil, perMailing: Cents? = nil, priceRise: Cents = .zero) {
    precondition(priceRise >= .zero, "price_rise \(priceRise) is negative")
    self.perRun = perRun
    self.perMailing = perMailing
    self.priceRise = priceRise
  }

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

  /// What a mailing may cost at most before the run stops: its quote and the tolerated rise.
  ///
  /// This much is set aside until the charge is known; a negative quote sets nothing free.
  package func reservation(forQuote quote: Cents) -> Cents { max(quote, .zero) + priceRise }

  /// Whether the next mailing fits under `perRun`, even if it and all open ones are charged at the
  /// most that is tolerated.
  /// - Parameters:
  ///   - spent: known charges of this run.
  ///   - reserved: the sum of `reservation(forQuote:)` of mailings whose charge is not known,
  ///     uncertain ones among them.
  ///   - next: the quote of the next mailing.
  package func allows(spent: Cents, reserved: Cents, next: Cents) -> Bool {
    guard let perRun else { return true }
    return spent + reserved + reservation(forQuote: next) <= perRun
  }

  /// Whether a charge passes its quote by more than is tolerated: the run must stop.
  package func exceedsQuote(charged: Cents, quoted: Cents) -> Bool {
    charged - quoted > priceRise
  }
}
