import MailModel

extension RowReview {
  /// The deadline as `yyyy-MM-dd`; `nil` when there is none, or none that can be read.
  mutating func readMailBy(today: CivilDate) -> String? {
    let text = self[.mailBy]
    guard !text.isEmpty else { return nil }
    guard let read = MailByDate(text) else {
      note(
        .mailByUnreadable, .mailBy, "mail_by \(text.quoted) is not a date",
        hint: "write it as 2026-01-31 or 1/31/2026")
      return nil
    }
    if read.isGuessed {
      note(.mailByNormalized, .mailBy, "mail_by \(text.quoted) was read as \(read.date.iso)")
    }
    if read.date <= today {
      let when = read.date == today ? "today" : "past"
      note(.mailByDue, .mailBy, "mail_by \(read.date.iso) is \(when)")
    }
    return read.date.iso
  }

  /// Which letter to this person it is; 1 when the field is empty or cannot be read.
  mutating func readOccurrence() -> Int {
    let text = self[.occurrence]
    guard !text.isEmpty else { return 1 }
    let whole = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    if whole.utf8.count <= 2, whole.utf8.allSatisfy(\.isASCIIDigit), let count = Int(whole),
      Self.occurrences.contains(count)
    {
      return count
    }
    note(
      .occurrenceInvalid, .occurrence,
      "occurrence \(text.quoted) is not a number from 1 to \(Self.occurrences.upperBound)")
    return 1
  }

  /// More letters than this to one person about one thing are a slip.
  static let occurrences = 1...99

  mutating func reviewSender(known: [String]) {
    let text = self[.sender]
    guard !text.isEmpty, !known.contains(text) else { return }
    let alike = known.filter { $0.lowercased() == text.lowercased() }
    if alike.count == 1 {
      self[.sender] = alike[0]
      return
    }
    let names = known.map { "\"\($0)\"" }.joined(separator: ", ")
    note(
      .senderUnknown, .sender, "sender \(text.quoted) is not one of the job's senders",
      hint: known.isEmpty
        ? "the job file names none: add it under \"senders\" or leave the cell empty"
        : "known: \(names)")
  }
}
