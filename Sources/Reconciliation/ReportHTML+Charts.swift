import MailModel

/// A line of a chart: what it stands for, how long its bar is, and the figure beside it.
private struct ChartLine {
  var name: String
  /// Shown as a chip in this tone instead of plain text.
  var tone: StateWording.Tone?
  var note = ""
  var weight: Int64
  var figure: String
}

extension ReportHTML {
  /// Charts are tables with a drawn bar in each line: the table is the bar's text alternative.
  func writeOutcomes(_ totals: BatchTotals, to out: inout OutputBuffer) {
    let lines = StateWording.readingOrder.filter { totals.byState[$0] > 0 }.map { state in
      let wording = StateWording(state, isQuote: header.isQuote)
      return ChartLine(
        name: header.name(of: state), tone: wording.tone, note: wording.meaning.description,
        weight: Int64(totals.byState[state]), figure: totals.byState[state].grouped)
    }
    out.raw("<section class=\"together\" aria-labelledby=\"outcomes\">\n")
    out.raw("<h2 id=\"outcomes\">Outcomes</h2>\n")
    writeStack(lines, to: &out)
    writeChart(lines, caption: "Rows by outcome", total: totals.rows.grouped, to: &out)
    out.raw("</section>\n")
  }

  /// Three facts apart, once `certmail track` has looked: label made, accepted, delivered.
  func writeTracking(_ totals: BatchTotals, to out: inout OutputBuffer) {
    guard totals.trackedRows > 0 else { return }
    let mailed = totals.byState[.mailed] + totals.byState[.done]
    var facts: [(String, StateWording.Tone, String, Int)] = [
      ("label made", .quiet, "no proof of mailing", mailed),
      ("accepted", .waiting, "proof of mailing: USPS has it", totals.acceptedRows),
      ("delivered", .good, "to the recipient or an agent", totals.deliveredRows),
      ("not delivered", .alarming, "refused, returned, lost", totals.failedRows),
    ]
    if totals.undatedRows > 0 {
      let note = "USPS has it, the API says; no scan with a day proves it"
      facts.insert(("no day told", .waiting, note, totals.undatedRows), at: 2)
    }
    let lines = facts.map { name, tone, note, count in
      ChartLine(name: name, tone: tone, note: note, weight: Int64(count), figure: count.grouped)
    }
    out.raw("<section class=\"page together\" aria-labelledby=\"tracking\">\n")
    out.raw("<h2 id=\"tracking\">With USPS</h2>\n")
    writeChart(lines, caption: "Mailings by what USPS says", total: nil, to: &out)
    out.raw("</section>\n")
  }

  func writeCharges(_ totals: BatchTotals, to out: inout OutputBuffer) {
    guard totals.chargedRows > 0 else { return }
    let total = totals.charged.dollars
    out.raw("<section aria-labelledby=\"charges\">\n<h2 id=\"charges\">Charges</h2>\n")
    out.raw("<div class=\"together\"><h3>By mail class</h3>\n")
    let classes = chartLines(totals.byClass, unnamed: "no class", others: "other classes") {
      $0.spaced
    }
    writeChart(classes, caption: "Charges by mail class", total: total, to: &out)
    out.raw("</div>\n<div class=\"together\"><h3>By matter</h3>\n")
    let matters = chartLines(totals.byMatter, unnamed: "no matter", others: "other matters") { $0 }
    writeChart(matters, caption: "Charges by matter", total: total, to: &out)
    out.raw("</div>\n</section>\n")
  }

  private func chartLines(
    _ charges: GroupedCharges, unnamed: String, others: String, _ shown: (String) -> String
  ) -> [ChartLine] {
    let groups = charges.byCharge
    var rest = charges.rest
    for group in groups.dropFirst(Self.mattersMax) { rest.add(group.sum) }
    var lines = groups.prefix(Self.mattersMax).map { group in
      line(group.name.isEmpty ? unnamed : shown(group.name), group.sum)
    }
    if rest.mailings > 0 {
      // Without a bar: beside all others together, no single one would be seen.
      var last = line(others, rest)
      last.weight = 0
      lines.append(last)
    }
    return lines
  }

  private func line(_ name: String, _ sum: ChargeSum) -> ChartLine {
    ChartLine(
      name: name, note: sum.mailings.counted("mailing"),
      weight: sum.total.rawValue, figure: sum.total.dollars)
  }

  private func writeChart(
    _ lines: [ChartLine], caption: String, total: String?, to out: inout OutputBuffer
  ) {
    let longest = max(1, lines.map(\.weight).max() ?? 1)
    out.raw("<table class=\"chart\"><caption class=\"unseen\">")
    out.html(caption)
    out.raw("</caption>\n<colgroup><col class=\"name\" /><col class=\"note\" /><col class=\"b\" />")
    out.raw("<col class=\"figure\" /></colgroup>\n<tbody>\n")
    for line in lines { writeLine(line, longest: longest, to: &out) }
    guard let total else { return out.raw("</tbody></table>\n") }
    out.raw("</tbody>\n<tfoot><tr><th scope=\"row\">Total</th>")
    out.raw("<td></td><td class=\"b\"></td><td class=\"n\">")
    out.html(total)
    out.raw("</td></tr></tfoot></table>\n")
  }

  private func writeLine(_ line: ChartLine, longest: Int64, to out: inout OutputBuffer) {
    out.raw("<tr><th scope=\"row\">")
    if let tone = line.tone {
      out.raw("<span class=\"chip ")
      out.raw(string: tone.rawValue)
      out.raw("\">")
      out.html(line.name)
      out.raw("</span>")
    } else {
      out.isolated(line.name)
    }
    out.raw("</th><td><small>")
    out.html(line.note)
    out.raw("</small></td><td class=\"b\"><svg class=\"bar\"")
    out.raw(" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\"")
    out.raw(" aria-hidden=\"true\"><rect class=\"")
    out.raw(string: line.tone?.rawValue ?? "plain")
    out.raw("\" height=\"10\" width=\"")
    out.number(barLength(line.weight, of: longest))
    out.raw("\" /></svg></td><td class=\"n\">")
    out.html(line.figure)
    out.raw("</td></tr>\n")
  }

  /// One bar of all rows, a piece an outcome; the table below says the same.
  private func writeStack(_ lines: [ChartLine], to out: inout OutputBuffer) {
    let total = lines.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return }
    out.raw("<svg class=\"stack\" viewBox=\"0 0 1000 14\"")
    out.raw(" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
    out.html(lines.map { "\($0.figure) \($0.name)" }.joined(separator: ", "))
    out.raw("\">\n")
    var before: Int64 = 0
    for line in lines {
      let start = barLength(before, of: total)
      before += line.weight
      out.raw("<rect class=\"")
      out.raw(string: line.tone?.rawValue ?? "plain")
      out.raw("\" height=\"14\" x=\"")
      out.number(start)
      out.raw("\" width=\"")
      out.number(max(2, barLength(before, of: total) - start - 2))
      out.raw("\" />\n")
    }
    out.raw("</svg>\n")
  }

  /// Thousandths of the full length; what is more than nothing is seen.
  private func barLength(_ weight: Int64, of longest: Int64) -> Int {
    weight <= 0 ? 0 : max(3, Int(Double(weight) / Double(longest) * 1000))
  }
}
