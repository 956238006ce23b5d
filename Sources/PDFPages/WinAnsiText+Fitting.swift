extension WinAnsiText {
  private static let blank = UInt8(ascii: " ")
  private static let ellipsis: UInt8 = 0x85

  /// The text, or as much of its beginning as fits into `width` points with an ellipsis after it.
  package func shortened(to width: Double, _ style: TextStyle) -> WinAnsiText {
    guard self.width(style) > width else { return self }
    let room = width - WinAnsiText(codes: [Self.ellipsis]).width(style)
    guard room >= 0 else { return WinAnsiText(codes: []) }
    var kept = Array(codes[..<countThatFits(from: 0, width: room, style)])
    while kept.last == Self.blank { kept.removeLast() }
    return WinAnsiText(codes: kept + [Self.ellipsis])
  }

  /// The largest size, from `style.size` down to `smallest`, at which the text fits into `width`.
  ///
  /// Where even `smallest` is too large, `smallest` is returned and the text has to be shortened.
  package func sizeThatFits(_ width: Double, _ style: TextStyle, smallest: Double) -> Double {
    let full = self.width(style)
    guard full > width else { return style.size }
    // Rounded down to tenths of a point, so that rounding never makes the text too wide.
    return max(smallest, (style.size * width / full * 10).rounded(.down) / 10)
  }

  /// The text in lines of at most `width` points, broken at blanks, and inside of words that are
  /// wider than a line. What does not go into `linesMax` lines is shortened with an ellipsis.
  package func wrapped(to width: Double, _ style: TextStyle, linesMax: Int) -> [WinAnsiText] {
    var lines: [WinAnsiText] = []
    var start = skipBlanks(from: 0)
    while start < codes.count, lines.count < linesMax {
      if lines.count == linesMax - 1 {
        let rest = WinAnsiText(codes: Array(codes[start...]).trimmed)
        lines.append(rest.shortened(to: width, style))
        return lines
      }
      let end = lineEnd(from: start, width: width, style)
      lines.append(WinAnsiText(codes: Array(codes[start..<end]).trimmed))
      start = skipBlanks(from: end)
    }
    return lines
  }

  /// Where the line that starts at `start` ends: always after at least one character.
  private func lineEnd(from start: Int, width: Double, _ style: TextStyle) -> Int {
    let limit = start + max(1, countThatFits(from: start, width: width, style))
    guard limit < codes.count else { return codes.count }
    // A blank right at the limit ends the line there: it hangs over without being seen.
    let lastBlank = codes[start...limit].lastIndex(of: Self.blank)
    return lastBlank.map { $0 > start ? $0 : limit } ?? limit
  }

  private func countThatFits(from start: Int, width: Double, _ style: TextStyle) -> Int {
    var room = width * 1000 / style.size
    var count = 0
    for code in codes[start...] {
      room -= Double(style.font.width(of: code))
      if room < 0 { break }
      count += 1
    }
    return count
  }

  private func skipBlanks(from start: Int) -> Int {
    codes[start...].firstIndex { $0 != Self.blank } ?? codes.count
  }
}

extension [UInt8] {
  /// Without blanks at the end.
  fileprivate var trimmed: [UInt8] {
    guard let last = lastIndex(where: { $0 != UInt8(ascii: " ") }) else { return [] }
    return Array(self[...last])
  }
}
