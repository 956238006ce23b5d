/// Lays out help for a terminal of eighty columns; ASCII only, so that characters are columns.
enum TextLayout {
  /// The width that every terminal has.
  static let width = 80

  /// How far the texts of a list stand to the right at most; a longer term has a line of its own.
  static let termWidthMax = 24

  /// `text` in lines of at most `width` columns, each behind `indent` blanks; a word that is longer
  /// than a line has one of its own.
  static func wrapped(_ text: String, indent: Int = 0) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        lines.append(blanks + line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    if !line.isEmpty { lines.append(blanks + line) }
    return lines
  }

  /// A list of terms with their texts in a column behind them.
  static func list(_ entries: [(term: String, text: String)]) -> [String] {
    let longest = entries.map(\.term.count).filter { $0 <= termWidthMax }.max() ?? 0
    let column = longest + 4
    return entries.flatMap { term, text in
      let start = "  " + term
      let lines = wrapped(text, indent: column)
      guard term.count <= longest, let first = lines.first else { return [start] + lines }
      let gap = String(repeating: " ", count: column - start.count)
      return [start + gap + first.drop(while: { $0 == " " })] + lines.dropFirst()
    }
  }
}
