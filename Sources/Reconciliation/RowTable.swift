import MailModel

/// Makes the table of all rows; apart from `ReportHTML`, so that its buffer has one owner only.
struct RowTable {
  let header: ReportHeader

  /// Appends the start of the table.
  func writeHead(to out: inout OutputBuffer) {
    out.raw("<table class=\"list rows\"><caption class=\"unseen\">All rows in list order")
    out.raw("</caption>\n")
    out.raw("<thead><tr><th scope=\"col\" class=\"n\">Row</th><th scope=\"col\">Recipient</th>")
    out.raw("<th scope=\"col\">Reference</th><th scope=\"col\">Outcome</th>")
    out.raw(
      header.isQuote
        ? "<th scope=\"col\" class=\"n\">Quoted</th>" : "<th scope=\"col\" class=\"n\">Charged</th>"
    )
    out.raw("</tr></thead>\n<tbody>\n")
  }

  /// Appends one row of the table of all rows.
  func write(_ entry: borrowing ReportEntry, to out: inout OutputBuffer) {
    out.raw("<tr><th scope=\"row\" class=\"n\">")
    out.number(entry.row)
    out.raw("</th><td>")
    out.recipient(entry)
    out.raw("</td><td>")
    writeReference(entry, to: &out)
    out.raw("</td><td>")
    out.chip(entry.state, header)
    writeMailing(entry, to: &out)
    if !entry.code.isEmpty || !entry.message.isEmpty {
      out.raw("<br /><small>")
      out.finding(entry)
      out.raw("</small>")
    }
    out.raw("</td><td class=\"n\">")
    if let amount = header.isQuote ? entry.quoted : entry.charged { out.dollars(amount) }
    out.raw("</td></tr>\n")
  }

  private func writeReference(_ entry: borrowing ReportEntry, to out: inout OutputBuffer) {
    if entry.reference.isEmpty {
      out.raw("<code>")
      out.html(header.batchHash6)
      out.raw(":")
      out.number(entry.row)
      out.raw("</code>")
    } else {
      out.isolated(entry.reference)
    }
    let mailClass = entry.mailClass.rawValue
    guard !entry.matter.isEmpty || !mailClass.isEmpty else { return }
    out.raw("<br /><small>")
    if !entry.matter.isEmpty {
      out.raw("matter ")
      out.isolated(entry.matter)
      out.raw(mailClass.isEmpty ? "" : ", ")
    }
    out.isolated(mailClass.spaced)
    out.raw("</small>")
  }

  /// Three facts apart: the label is made, USPS accepted it (which can be proved), it is delivered.
  private func writeMailing(_ entry: borrowing ReportEntry, to out: inout OutputBuffer) {
    var clock = LocalClock(header.timeZone)
    if let time = entry.submittedAt {
      out.raw(" <small>label made ")
      out.date(clock.civil(time))
      if let time = entry.acceptedAt {
        out.raw(", accepted by USPS ")
        out.date(clock.civil(time))
      }
      out.raw("</small>")
    }
    if !entry.trackingNumber.isEmpty {
      out.raw("<br />")
      out.trackingNumber(entry.trackingNumber)
    }
    guard !entry.trackingStatus.isEmpty else { return }
    out.raw(" <small>")
    out.html(entry.trackingStatus.spaced)
    if let time = entry.deliveredAt {
      out.raw(" ")
      out.date(clock.civil(time))
    }
    out.raw("</small>")
  }
}
