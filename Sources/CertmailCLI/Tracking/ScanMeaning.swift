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
  /// `delivered_to_original_sender` are one text, and so is `delivered to the original sender`: its
  /// articles fall away. A blank at each end makes whole words findable.
  private static func plain(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
      .filter { !articles.contains(String($0)) }
    return " " + words.joined(separator: " ") + " "
  }

  private static let articles: Set<String> = ["a", "an", "the"]

  private static let table: [(texts: [String], meaning: ScanMeaning)] = [
    (
      [
        " return receipt ", " proof of delivery ", " tracking updates ", " electronic signature ",
        " tracking history ", " missing mail search ",
      ], .noise
    ),
    (
      // What happens unless somebody fetches it has not happened yet.
      [
        " reminder to ", " or it will be returned ", " or your item will be returned ",
        " then it will be returned ", " if it is unclaimed ", " if unclaimed ",
      ], .noticeLeft
    ),
    (
      [
        " to original sender ", " delivered to sender ", " delivered return to sender ",
        " delivered returned to sender ", " delivered back to sender ", " delivered to shipper ",
        " returned to sender delivered ",
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
        " no mail receptacle ", " temporarily away ", " incorrect address ",
        " forward on your item ", " bad address ",
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
        " does not indicate receipt ", " label has been ",
        " electronically notified ", " pending ",
        " shipping partner facility ", " picked up by shipping partner ", " information received ",
      ], .labelMade
    ),
    (
      [
        " delivered to agent ", " delivered agent ", " agent for final delivery ",
        " picked up by agent ",
        " picked up by shipping agent ", " received by agent ", " delivered to college ",
        " delivered to university ",
      ], .deliveredToAgent
    ),
    (
      [
        " notice left ", " notice was left ", " available for pickup ", " ready for pickup ",
        " attempted to deliver ", " missed delivery ", " being held ", " delivery attempt ",
        " delivery attempted ",
        " attempted delivery ", " attempt ", " no access ", " business closed ", " held at ",
        " hold ", " no secure location ", " no authorized recipient ",
        " delivery exception ", " rescheduled ", " addressee not available ",
        " not be delivered ", " cannot be delivered ", " unable to be delivered ",
        " unable to deliver ", " not delivered ", " undelivered ",
      ], .noticeLeft
    ),
    (
      // Handed to USPS, not to the recipient.
      [
        " to usps by ", " to u s postal service by ", " delivered to usps ",
        " delivered to u s postal service ", " received by usps ",
        " received by u s postal service ",
      ], .accepted
    ),
    (
      [
        " out for delivery ", " awaiting delivery scan ", " be delivered ", " not been delivered ",
        " not yet delivered ", " not yet been delivered ", " expected delivery ",
        " delivery delay ", " delayed ", " arriving ", " arrived ",
        " departed ", " in transit ", " processed ", " processing ", " sorting ", " sorted ",
        " moving through ", " en route ", " enroute ", " forwarded ", " redirected ", " rerouted ",
        " missent ", " dispatched ", " depart ", " arrival ", " left usps ",
      ], .inTransit
    ),
    (
      [
        " delivered ", " individual picked up ", " picked up at post office ",
        " picked up at postal facility ",
      ], .delivered
    ),
    (
      [
        " accepted ", " acceptance ", " in possession ", " possession of item ",
        " picked up and processed ", " picked up ", " pickup ", " origin scan ",
        " mailed ",
      ], .accepted
    ),
    ([" shipped ", " transit "], .inTransit),
  ]
}
