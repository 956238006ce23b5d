/// An address laid out into a box: the largest size at which every line fits, never over the edge.
struct AddressBlock {
  /// Where the block may be: `top` is the upper edge.
  struct Box {
    var x: Double
    var top: Double
    var width: Double
    var height: Double
  }

  /// Distance of baselines as a multiple of the size.
  private static let leading = 1.18
  /// A field takes at most so many lines; its rest is cut with an ellipsis.
  private static let linesPerField = 2

  private(set) var lines: [WinAnsiText] = []
  private(set) var style: TextStyle

  /// Sizes are tried from `sizes.upperBound` down in half points; at `sizes.lowerBound` the streets
  /// lose their second lines rather than the city its place.
  init(_ address: LabelAddress, in box: Box, font: PDFFont, sizes: ClosedRange<Double>) {
    style = TextStyle(font, sizes.upperBound)
    lines = Self.lines(address, box.width, style, perField: Self.linesPerField)
    while Self.height(lines.count, style.size) > box.height, style.size > sizes.lowerBound {
      style.size = max(sizes.lowerBound, style.size - 0.5)
      lines = Self.lines(address, box.width, style, perField: Self.linesPerField)
    }
    if Self.height(lines.count, style.size) > box.height {
      lines = Self.lines(address, box.width, style, perField: 1)
    }
  }

  func draw(on page: inout PDFPage, in box: Box) {
    var baseline = box.top - style.size
    for line in lines {
      page.text(line, x: box.x, y: baseline, style: style)
      baseline -= style.size * Self.leading
    }
  }

  /// From the top of the first line to below the descenders of the last.
  private static func height(_ count: Int, _ size: Double) -> Double {
    Double(count - 1) * size * leading + size * 1.25
  }

  private static func lines(
    _ address: LabelAddress, _ width: Double, _ style: TextStyle, perField: Int
  ) -> [WinAnsiText] {
    address.upperLines.flatMap { $0.wrapped(to: width, style, linesMax: perField) }
      + [cityLine(address, width, style)].filter(\.hasInk)
  }

  /// City, state and ZIP; a long city is cut before state or ZIP are.
  private static func cityLine(
    _ address: LabelAddress, _ width: Double, _ style: TextStyle
  ) -> WinAnsiText {
    let parts = [address.state, address.zip].filter { !$0.isEmpty }
    let tail = WinAnsiText(parts.joined(separator: "  "))
    guard tail.hasInk else { return WinAnsiText(address.city).shortened(to: width, style) }
    let gap = WinAnsiText(" ")
    let room = width - tail.width(style) - gap.width(style)
    let city = WinAnsiText(address.city).shortened(to: room, style)
    let whole = city.codes.isEmpty ? tail : WinAnsiText(codes: city.codes + gap.codes + tail.codes)
    return whole.shortened(to: width, style)
  }
}
