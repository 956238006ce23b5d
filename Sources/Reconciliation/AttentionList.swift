import MailModel

/// The rows in one state that need a person, as table rows; as many as the report can show.
struct AttentionList {
  /// What a list is of.
  enum Kind {
    case state(MailingState)
    /// Mailed, and the recipient will not get it.
    case notDelivered

    func name(_ header: ReportHeader) -> String {
      switch self {
      case .state(let state): header.name(of: state)
      case .notDelivered: "not delivered"
      }
    }

    func tone(_ header: ReportHeader) -> StateWording.Tone {
      switch self {
      case .state(let state): StateWording(state, isQuote: header.isQuote).tone
      case .notDelivered: .alarming
      }
    }

    func advice(_ header: ReportHeader) -> String? {
      switch self {
      case .state(let state):
        StateWording.advice(state, header)
      case .notDelivered:
        "These were mailed, and the recipient did not get them; what USPS says stands beside each."
          + " A refused or unclaimed letter may count as served: decide for each whether to serve"
          + " it another way."
      }
    }
  }

  /// How many rows are printed on one page with their heading, not over two.
  static let togetherMax = 6

  /// How many rows there are, shown or not.
  private(set) var count = 0
  private var rows: [[UInt8]] = []

  mutating func add(_ entry: borrowing ReportEntry, _ header: ReportHeader) {
    count += 1
    guard rows.count < ReportHTML.attentionMax else { return }
    var out = OutputBuffer(nil)
    out.raw("<tr><th scope=\"row\" class=\"n\">")
    out.number(entry.row)
    out.raw("<br /><code>")
    out.html(header.batchHash6)
    out.raw(":")
    out.number(entry.row)
    out.raw("</code></th><td>")
    out.recipient(entry)
    out.raw("</td><td>")
    out.finding(entry)
    out.raw("</td><td>")
    if entry.hint.isEmpty { out.raw("see above") } else { out.isolated(entry.hint) }
    out.raw("</td></tr>\n")
    rows.append(out.bytes)
  }

  /// Adds a mailed row that its recipient will not get, with what USPS says of it.
  mutating func addUndelivered(_ entry: borrowing ReportEntry, _ header: ReportHeader) {
    guard count < ReportHTML.attentionMax else {
      count += 1
      return
    }
    var told = copy entry
    told.message = entry.lastEvent
    told.code = entry.trackingStatus
    told.hint = "tracking number \(entry.trackingNumber)"
    add(told, header)
  }

  /// Writes the list with its heading and advice.
  /// - Parameter room: how many rows may still be shown.
  func write(_ kind: Kind, room: Int, _ header: ReportHeader, to out: inout OutputBuffer) {
    let shown = min(room, rows.count)
    out.raw(shown <= Self.togetherMax ? "<div class=\"together\"><h3>" : "<div><h3>")
    out.chip(kind.name(header), kind.tone(header))
    out.raw(" ")
    out.raw(string: count.counted("row"))
    out.raw("</h3>\n")
    if let advice = kind.advice(header) { out.advice(advice) }
    if shown < count {
      out.raw("<p class=\"note\">")
      out.raw(
        string: "\(shown.grouped) of \(count.counted("row")) are shown; report.csv holds them all.")
      out.raw("</p>\n")
    }
    if shown > 0 { writeTable(kind, shown, header, to: &out) }
    out.raw("</div>\n")
  }

  private func writeTable(
    _ kind: Kind, _ shown: Int, _ header: ReportHeader, to out: inout OutputBuffer
  ) {
    out.raw("<table class=\"list attention\"><caption class=\"unseen\">Rows that are ")
    out.raw(string: kind.name(header))
    out.raw("</caption>\n<thead><tr><th scope=\"col\"")
    out.raw(" class=\"n\">Row</th><th scope=\"col\">Recipient</th>")
    out.raw("<th scope=\"col\">What is wrong</th>")
    out.raw("<th scope=\"col\">What to do</th></tr></thead>\n<tbody>\n")
    for row in rows[..<shown] { out.raw(bytes: row) }
    out.raw("</tbody></table>\n")
  }
}
