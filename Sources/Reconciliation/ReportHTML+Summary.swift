import MailModel

extension ReportHTML {
  func writeHead(to out: inout OutputBuffer) {
    out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n")
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n")
    out.raw("<meta name=\"color-scheme\" content=\"light dark\" />\n")
    // Nothing is loaded and nothing runs, whatever a list may contain.
    out.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
    out.raw("style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\" />\n<title>")
    out.html("\(header.isQuote ? "Quote" : "Certified mail report"): \(header.batch)")
    out.raw("</title>\n<style>\n")
    out.raw(ReportStyle.css)
    out.raw("@page { @bottom-left { content: ")
    out.cssString("\(header.job), \(header.batch)")
    out.raw("; font: 8pt sans-serif; color: #555; } }\n</style>\n</head>\n")
  }

  func writeTitle(to out: inout OutputBuffer) {
    out.raw("<header>\n<p class=\"eyebrow\">")
    out.raw(header.isQuote ? "Certified mail quote" : "Certified mail report")
    out.raw("</p>\n<h1>")
    out.isolated(header.source)
    out.raw("</h1>\n<dl class=\"facts\">\n")
    fact("Job", header.job, to: &out)
    fact("Batch", header.batch, to: &out)
    fact("Written", localTime, to: &out)
    fact("Ledger", header.ledgerID, to: &out)
    if !header.toolVersion.isEmpty { fact("certmail", header.toolVersion, to: &out) }
    out.raw("</dl>\n</header>\n")
    if header.isSandbox {
      out.raw("<p class=\"banner\"><b>Sandbox.</b> The embedded mail service answered: ")
      out.raw("nothing was mailed and nothing was paid.</p>\n")
    }
    if header.isQuote {
      out.raw("<p class=\"banner\"><b>Quote.</b> Nothing was mailed and nothing is in line.</p>\n")
    }
  }

  func writeVerdict(_ totals: BatchTotals, _ balance: Balance, to out: inout OutputBuffer) {
    guard !balance.isBalanced else {
      out.raw("<p class=\"verdict good\" role=\"status\"><b>Balanced:</b> ")
      out.raw("every row and every cent is accounted for.</p>\n")
      return
    }
    out.raw("<div class=\"verdict alarming\" role=\"alert\"><p><b>NOT balanced:</b></p>\n<ul>\n")
    for reason in balance.reasons {
      out.raw("<li>")
      out.isolated(reason)
      out.raw("</li>\n")
    }
    out.raw("</ul></div>\n")
  }

  /// What came or comes too late for its `mail_by` stands on the page that is signed.
  func writeDeadlines(_ totals: BatchTotals, to out: inout OutputBuffer) {
    let (late, open) = (totals.mailedLate, totals.overdue)
    guard late.count + open.count > 0 else { return }
    out.raw("<div class=\"verdict alarming\" role=\"alert\"><p><b>Late:</b></p>\n<ul>\n")
    if late.count > 0 {
      out.html(
        "\(late.count.counted("letter was", "letters were")) mailed after the mail-by date: "
          + late.text, in: "li")
    }
    if open.count > 0 {
      out.html(
        "\(open.count.counted("letter is", "letters are")) not mailed, though the mail-by date has come: "
          + open.text, in: "li")
    }
    out.raw("</ul></div>\n")
  }

  func writeFigures(_ totals: BatchTotals, to out: inout OutputBuffer) {
    let counts = totals.byState
    out.raw("<dl class=\"figures\">\n")
    figure("Rows in the list", header.inputRows.grouped, to: &out)
    if header.isQuote {
      figure("Ready", counts[.queued].grouped, to: &out)
    } else {
      figure("Mailed", (counts[.mailed] + counts[.done]).grouped, to: &out)
    }
    figure("Need a person", needing.grouped, to: &out)
    figure("Quoted", totals.quoted.dollars, to: &out)
    if !header.isQuote { figure("Charged", totals.charged.dollars, to: &out) }
    out.raw("</dl>\n")
  }

  func writeMoney(_ totals: BatchTotals, to out: inout OutputBuffer) {
    guard !header.isQuote else { return }
    out.raw("<section aria-labelledby=\"money\">\n")
    out.raw("<h2 id=\"money\">Money</h2>\n<table class=\"money\">")
    out.raw("<caption class=\"unseen\">From the quotes to the charges</caption>\n<tbody>\n")
    line(
      "Quoted", "without invalid, duplicate, ignored and cancelled rows", totals.quoted, to: &out)
    line("− still open", "quoted, not charged yet", totals.open, to: &out)
    line("+ difference", "charged − quoted, over charged rows", totals.difference, to: &out)
    out.raw("</tbody>\n<tfoot>\n")
    let mailings = totals.chargedRows.counted("mailing")
    line("= charged", mailings + split(totals), totals.charged, to: &out)
    out.raw("</tfoot></table>\n</section>\n")
  }

  /// A place to sign, on paper only.
  func writeSignature(to out: inout OutputBuffer) {
    out.raw("<section class=\"signature\" aria-label=\"Signature\">\n")
    out.raw("<p>Reviewed by</p><p>Signature</p><p>Date</p>\n</section>\n")
  }

  private func split(_ totals: BatchTotals) -> String {
    guard totals.postage != .zero || totals.serviceFee != .zero else { return "" }
    let known = totals.postage + totals.serviceFee
    let rest = totals.charged - known
    return ": postage \(totals.postage.dollars), service fees \(totals.serviceFee.dollars)"
      + (rest == .zero ? "" : ", not itemised \(rest.dollars)")
  }

  private var localTime: String {
    var clock = LocalClock(header.timeZone)
    var text = OutputBuffer(nil)
    let civil = clock.civil(header.generatedAt)
    text.date(civil)
    text.raw(" ")
    text.clock(civil)
    return String(decoding: text.bytes, as: UTF8.self) + " " + clock.zoneName(header.generatedAt)
  }

  private func fact(_ name: StaticString, _ value: String, to out: inout OutputBuffer) {
    out.raw("<div><dt>")
    out.raw(name)
    out.raw("</dt><dd>")
    out.isolated(value)
    out.raw("</dd></div>\n")
  }

  private func figure(_ name: StaticString, _ value: String, to out: inout OutputBuffer) {
    out.raw("<div><dt>")
    out.raw(name)
    out.raw("</dt><dd>")
    out.html(value)
    out.raw("</dd></div>\n")
  }

  private func line(
    _ name: StaticString, _ note: String, _ amount: Cents, to out: inout OutputBuffer
  ) {
    out.raw("<tr><th scope=\"row\">")
    out.raw(name)
    out.raw("</th><td>")
    out.html(note)
    out.raw("</td><td class=\"n\">")
    out.dollars(amount)
    out.raw("</td></tr>\n")
  }
}
