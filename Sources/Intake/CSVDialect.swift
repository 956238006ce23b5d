/// How a CSV file is written, found out from its first line.
struct CSVDialect: Equatable {
  var delimiter = UInt8(ascii: ",")
  /// How the header's line ends; empty when the file ends there.
  var lineEnding = ""
  /// How many bytes a first line `sep=;` takes; spreadsheets do not show that line.
  var separatorLineBytes = 0

  /// What may stand between cells, the likelier first.
  static let delimiters: [UInt8] = Array(",;\t|".utf8)

  /// `comma`, `semicolon`, `tab`, `vertical bar`, or the character itself.
  var delimiterName: String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: "|"): "vertical bar"
    default: "\"\(Unicode.Scalar(delimiter))\""
    }
  }

  /// Looks at the beginning of the text; `nil` when it ends before the header's line does.
  static func detect(in text: some Collection<UInt8>, isLast: Bool) -> CSVDialect? {
    var dialect = CSVDialect()
    var declared: UInt8?
    guard let firstLine = lineEnd(in: text, isLast: isLast) else { return nil }
    var header = text[...]
    if let delimiter = declaredDelimiter(text[..<firstLine.start]) {
      declared = delimiter
      dialect.separatorLineBytes = text.distance(from: text.startIndex, to: firstLine.end)
      header = text[firstLine.end...]
    }
    guard let line = headerLine(in: header, isLast: isLast) else { return nil }
    dialect.lineEnding = line.ending
    dialect.delimiter = declared ?? commonest(in: header[..<line.start])
    return dialect
  }

  private struct LineEnd<Index> {
    /// Where the line end starts, and where the next line does.
    var start: Index
    var end: Index
    var ending: String
  }

  /// The end of the first line that is not blank, or of the last one when all are.
  private static func headerLine<Text: Collection<UInt8>>(in text: Text, isLast: Bool)
    -> LineEnd<Text.Index>?
  {
    var rest = text[...]
    while let line = lineEnd(in: rest, isLast: isLast) {
      let isBlank = rest[..<line.start].allSatisfy { $0 == 0x20 || delimiters.contains($0) }
      if !isBlank || (isLast && line.end == text.endIndex) { return line }
      rest = rest[line.end...]
    }
    return nil
  }

  /// The end of the first line, line breaks inside quotes not counting.
  private static func lineEnd<Text: Collection<UInt8>>(in text: Text, isLast: Bool)
    -> LineEnd<Text.Index>?
  {
    var isQuoted = false
    var index = text.startIndex
    while index < text.endIndex {
      let next = text.index(after: index)
      switch text[index] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "\n") where !isQuoted:
        return LineEnd(start: index, end: next, ending: "LF")
      case UInt8(ascii: "\r") where !isQuoted:
        if next == text.endIndex, !isLast { return nil }
        guard next < text.endIndex, text[next] == UInt8(ascii: "\n") else {
          return LineEnd(start: index, end: next, ending: "CR")
        }
        return LineEnd(start: index, end: text.index(after: next), ending: "CRLF")
      default: break
      }
      index = next
    }
    return isLast ? LineEnd(start: text.endIndex, end: text.endIndex, ending: "") : nil
  }

  /// The character that Excel's own `sep=;` names, with or without quotes around the line.
  private static func declaredDelimiter(_ line: some Collection<UInt8>) -> UInt8? {
    var characters = Array(line)
    if characters.count == 7, characters.first == UInt8(ascii: "\""),
      characters.last == UInt8(ascii: "\"")
    {
      characters = Array(characters[1...5])
    }
    guard characters.count == 5, characters[4] < 0x80, characters[4] != UInt8(ascii: "\""),
      characters[..<4].map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 })
    else { return nil }
    return characters[4]
  }

  /// The delimiter that stands most often outside of quotes; a comma when there is none.
  private static func commonest(in line: some Collection<UInt8>) -> UInt8 {
    var counts = [Int](repeating: 0, count: delimiters.count)
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, let index = delimiters.firstIndex(of: byte) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return delimiters[counts.firstIndex(of: most) ?? 0]
  }
}
