/// The job's caps (`limits`): pure judgements, to the cent.
///
/// | with `price_rise` 0.10 | quoted | charged or priced now | judgement |
/// | --- | --- | --- | --- |
/// | `exceedsQuote` | 9.00 | 9.10 | goes out, the run goes on |
/// | | 9.00 | 9.11 | is held, or stops the run |
package struct SpendLimits: Hashable, Sendable {
  /// The most that one run may spend; `nil`: no cap.
  package var perRun: Cents?
  /// The most that one mailing may be quoted at without approval; `nil`: no cap.
  package var perMailing: Cents?
  /// By how much a price or a charge may pass its quote; never negative.
  package var priceRise: Cents
  /// The most by which a charge of this ledger is known to have passed its quote: set aside for each
  /// further mailing, since the next charges may pass theirs as well.
  package var overcharge = Cents.zero

  /// Caps as the job file has them; `priceRise` must not be negative.
  package init(perRun: Cents? = nil, perMailing: Cents? = nil, priceRise: Cents = .zero) {
    precondition(priceRise >= .zero, "price_rise \(priceRise) is negative")
    self.perRun = perRun
    self.perMailing = perMailing
    self.priceRise = priceRise
  }

  /// What a mailing may cost at most, as far as is known: its quote and the tolerated rise, or the
  /// rise that was seen.
  ///
  /// This much is set aside until the charge is known; a negative quote sets nothing free.
  package func reservation(forQuote quote: Cents) -> Cents {
    max(quote, .zero) + max(priceRise, overcharge)
  }

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
