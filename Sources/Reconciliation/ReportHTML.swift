import MailModel

/// `report.html`: for people. One file without scripts or anything from outside, for screen and
/// letter paper.
///
/// Rows are collected in one pass, up to the limits below; `write` then puts the totals in front.
/// It is well-formed XML too, so that a strict parser can check it.
package struct ReportHTML {
  /// How many rows the list of all rows shows: what a browser still scrolls and prints well.
  package static let rowsMax = 5_000
  /// How many rows the lists of rows that need a person show in all.
  package static let attentionMax = 1_000
  /// How many matters the chart shows; the others are one line.
  package static let mattersMax = 12

  let header: ReportHeader
  private let table: RowTable
  private var rows = OutputBuffer(nil)
  private var rowCount = 0
  private var attention: [MailingState: AttentionList] = [:]
  private var undelivered = AttentionList()
  /// How many rows stand in the lists of rows that need a person, each once.
  private(set) var needing = 0

  package init(_ header: ReportHeader) {
    self.header = header
    table = RowTable(header: header)
  }

  /// Takes the next row in list order.
  package mutating func add(_ entry: borrowing ReportEntry) {
    rowCount += 1
    if rowCount <= Self.rowsMax { table.write(entry, to: &rows) }
    let isUndelivered = BatchTotals.isUndelivered(entry)
    if isUndelivered { undelivered.addUndelivered(entry, header) }
    let isFlagged =
      entry.isFlagged || (entry.state == .mailed && !entry.code.isEmpty && !entry.hasOnlyNotes)
    if isUndelivered || isFlagged || entry.state.needsPerson { needing += 1 }
    guard entry.state.needsPerson || isFlagged else { return }
    attention[entry.state, default: AttentionList()].add(entry, header)
  }

  /// Writes the whole document.
  package func write(_ totals: BatchTotals, balance: Balance, to sink: any ByteSink) throws {
    var out = OutputBuffer(sink)
    writeHead(to: &out)
    out.raw("<body>\n<main>\n")
    writeTitle(to: &out)
    writeVerdict(totals, balance, to: &out)
    writeDeadlines(totals, to: &out)
    writeFigures(totals, to: &out)
    writeMoney(totals, to: &out)
    writeOutcomes(totals, to: &out)
    writeSignature(to: &out)
    writeTracking(totals, to: &out)
    // The page that is signed stands alone; what follows it begins the next.
    try writeAttention(isFirst: totals.trackedRows == 0, to: &out)
    writeCharges(totals, to: &out)
    writeAllRows(to: &out)
    out.raw("</main>\n</body>\n</html>\n")
    try out.flush()
  }

  private func writeAttention(isFirst: Bool, to out: inout OutputBuffer) throws {
    let states = StateWording.urgency.filter { attention[$0] != nil }
    guard !states.isEmpty || undelivered.count > 0 else { return }
    out.raw(isFirst ? "<section class=\"page\"" : "<section")
    out.raw(" aria-labelledby=\"attention\">\n")
    out.raw("<h2 id=\"attention\">Rows that need a person</h2>\n")
    var room = Self.attentionMax
    for state in states {
      guard let list = attention[state] else { continue }
      list.write(.state(state), room: room, header, to: &out)
      room -= min(room, list.count)
      try out.flushIfFull()
    }
    if undelivered.count > 0 {
      undelivered.write(.notDelivered, room: room, header, to: &out)
    }
    out.raw("</section>\n")
  }

  private func writeAllRows(to out: inout OutputBuffer) {
    out.raw("<section aria-labelledby=\"rows\">\n<h2 id=\"rows\">All rows</h2>\n")
    if rowCount > Self.rowsMax {
      out.raw("<p class=\"note\">The first ")
      out.raw(string: "\(Self.rowsMax.grouped) of \(rowCount.grouped)")
      out.raw(" rows are shown; report.csv and report.json hold them all.</p>\n")
    }
    table.writeHead(to: &out)
    out.raw(bytes: rows.bytes)
    out.raw("</tbody>\n</table>\n</section>\n")
  }
}
