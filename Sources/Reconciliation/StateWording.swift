import MailModel

/// How a state is told to people: its meaning, its weight, and what to do about it.
struct StateWording {
  /// How a state is coloured; the chip's text says the same without colour.
  enum Tone: String {
    case good, waiting, alarming, quiet
  }

  /// The order in which people read outcomes: what went well, what waits, what needs them, the rest.
  static let readingOrder: [MailingState] = [
    .done, .mailed, .queued, .submitting, .held, .uncertain, .absent, .refused, .invalid,
    .duplicate, .ignored, .cancelled,
  ]

  /// The order in which rows are shown to a person: the one that can cost money twice first.
  static let urgency: [MailingState] = [
    .uncertain, .absent, .held, .refused, .invalid, .mailed, .done,
  ]

  let meaning: StaticString
  let tone: Tone

  init(_ state: MailingState, isQuote: Bool) {
    (meaning, tone) =
      switch state {
      case .done: ("mailed, label stored", .good)
      case .mailed: ("mailed, label still to come", .good)
      case .queued where isQuote: ("would be mailed", .good)
      case .queued: ("in line, not mailed yet", .waiting)
      case .submitting: ("being sent", .waiting)
      case .held: ("waits for approval", .waiting)
      case .uncertain: ("sent, answer unknown: it may have been mailed", .alarming)
      case .absent: ("sent, proved not to have arrived: not mailed", .alarming)
      case .refused: ("refused by the mail service", .alarming)
      case .invalid: ("cannot be mailed as it is", .alarming)
      case .duplicate: ("the same letter as another row", .quiet)
      case .ignored: ("not a recipient", .quiet)
      case .cancelled: ("taken out by a person", .quiet)
      }
  }

  /// What a person does about rows in `state`; `nil` where there is nothing to do. What stands
  /// between backticks is to be typed.
  static func advice(_ state: MailingState, _ header: ReportHeader) -> String? {
    let isQuote = header.isQuote
    let job = typed(header.jobFile)
    let file = typed(header.attentionFile)
    return switch state {
    case .uncertain:
      "These may have been mailed and charged: do not send them again by hand. Run certmail again,"
        + " it looks them up. What stays uncertain, look for in the account of the mail service and"
        + " decide: `certmail resolve \(job) ROW --reason WHY` with `--adopt ID`, `--resend` or"
        + " `--write-off`."
    case .absent:
      "These were not mailed. Decide for each:"
        + " `certmail resolve \(job) ROW --resend --reason WHY` sends it, `certmail cancel \(job) ROW` takes it out."
    case .held:
      "These wait for approval. Read the reason, then: `certmail approve \(job)`, or"
        + " `certmail cancel \(job) ROW`."
    case .refused where isQuote, .invalid where isQuote:
      "Correct these in the list and quote it again; they would not be mailed as they are."
    case .refused:
      "Correct these in needs-attention.csv and import it: `certmail import \(job)"
        + " \(file)`. Or send one as it is: `certmail retry \(job) --row ROW`."
    case .invalid:
      "Correct these in needs-attention.csv and import it: `certmail import \(job)"
        + " \(file)`. Or take one out: `certmail cancel \(job) ROW`."
    case .mailed:
      "These are mailed; something about them should be looked at. A missing label is fetched by:"
        + " `certmail labels \(job)`."
    case .done:
      "These are mailed and their labels stored; compare each label with the row before it goes out."
    case .queued, .submitting, .duplicate, .ignored, .cancelled: nil
    }
  }

  /// A path between backticks.
  private static func typed(_ path: String) -> String {
    path.split(separator: "`").joined(separator: "'")
  }
}
