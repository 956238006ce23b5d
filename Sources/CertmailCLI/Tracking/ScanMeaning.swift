/// What one tracking event says, in our words.
///
/// The words are those of USPS Tracking (Publication 199, "Event codes", and the texts that its page
/// shows), which the API passes on; the API's own status words are understood as well.
enum ScanMeaning: Hashable, CaseIterable, Sendable {
  /// A label exists; USPS has not seen the piece.
  case labelMade
  /// USPS has the piece: the mailing can be proved from here on.
  case accepted
  case inTransit
  /// At the recipient's door or post office, not handed over.
  case noticeLeft
  case delivered
  /// To somebody who takes mail for the recipient.
  case deliveredToAgent
  /// The recipient would not take it.
  case refused
  /// The recipient did not fetch it.
  case unclaimed
  /// It goes back for another reason.
  case returning
  /// It is back: no delivery, whatever the word says.
  case deliveredToSender
  case lost
  /// The label was voided.
  case cancelled
  /// About paper or messages, not about where the piece is.
  case noise
  case unknown

  /// Reads the event's text, and its status word where the text says nothing.
  init(description: String, status: String) {
    let text = ScanMeaning(words: Self.plain(description))
    self = text == .unknown ? ScanMeaning(words: Self.plain(status)) : text
  }

  /// The first line of the table that fits decides, so that `delivered to original sender` is not
  /// taken for a delivery.
  private init(words: String) {
    let found = Self.table.first { line in line.texts.contains { words.contains($0) } }
    self = found?.meaning ?? .unknown
  }

  /// Small letters and digits, one blank between words: `DELIVERED, TO ORIGINAL SENDER` and
  /// `delivered_to_original_sender` are one text. A blank at each end makes whole words findable.
  private static func plain(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    return " " + words.joined(separator: " ") + " "
  }

  private static let table: [(texts: [String], meaning: ScanMeaning)] = [
    (
      [
        " return receipt ", " proof of delivery ", " tracking updates ", " electronic signature ",
        " tracking history ", " missing mail search ",
      ], .noise
    ),
    (
      [
        " to original sender ", " delivered to sender ", " delivered return to sender ",
        " delivered to shipper ", " returned to sender delivered ",
      ], .deliveredToSender
    ),
    ([" refused ", " refusal "], .refused),
    ([" unclaimed ", " max hold time expired ", " maximum hold time "], .unclaimed),
    (
      [
        " return to sender ", " returned to sender ", " returning to sender ", " being returned ",
        " returned ", " return ", " undeliverable ", " forward expired ", " moved left no address ",
        " no such number ", " no such street ", " insufficient address ", " vacant ",
        " attempted not known ", " not known ", " addressee unknown ", " deceased ", " box closed ",
        " no mail receptacle ", " temporarily away ", " incorrect address ", " bad address ",
        " unable to forward ", " not deliverable ",
      ], .returning
    ),
    (
      [
        " lost ", " mail recovery center ", " dead mail ", " destroyed ", " disposed ",
        " disposal ",
      ], .lost
    ),
    ([" cancelled ", " canceled ", " voided ", " void ", " refunded "], .cancelled),
    (
      [
        " awaiting item ", " label created ", " label generated ", " label printed ",
        " label prepared ", " pre shipment ", " preshipment ", " electronic shipping info ",
        " electronic notification ", " acceptance pending ", " pre transit ",
        " shipping partner facility ", " picked up by shipping partner ", " information received ",
      ], .labelMade
    ),
    (
      [
        " delivered to agent ", " delivered agent ", " agent for final delivery ",
        " delivered to an agent ", " picked up by agent ",
      ], .deliveredToAgent
    ),
    (
      [
        " notice left ", " available for pickup ", " delivery attempt ", " delivery attempted ",
        " attempted delivery ", " attempt ", " no access ", " business closed ", " held at ",
        " hold ", " reminder to ", " no secure location ", " no authorized recipient ",
        " delivery exception ", " rescheduled ", " addressee not available ",
        " could not be delivered ", " unable to deliver ", " not delivered ", " undelivered ",
      ], .noticeLeft
    ),
    (
      [
        " out for delivery ", " awaiting delivery scan ", " to be delivered ",
        " will be delivered ",
        " expected delivery ", " delivery delay ", " delayed ", " arriving ", " arrived ",
        " departed ", " in transit ", " processed ", " processing ", " sorting ", " sorted ",
        " moving through ", " en route ", " enroute ", " forwarded ", " redirected ", " rerouted ",
        " missent ", " dispatched ", " depart ", " arrival ", " left usps ",
      ], .inTransit
    ),
    ([" delivered ", " individual picked up "], .delivered),
    (
      [
        " accepted ", " acceptance ", " in possession ", " possession of item ",
        " picked up and processed ", " picked up ", " pickup ", " origin scan ",
        " received by usps ",
        " mailed ",
      ], .accepted
    ),
    ([" shipped ", " transit "], .inTransit),
  ]
}
