/// One page and what was drawn on it. Lengths are points (1/72 inch), `y` grows upwards from the
/// lower left corner.
package struct PDFPage: Sendable {
  package let width: Double
  package let height: Double
  /// The content stream so far (ISO 32000-1, 7.8.2).
  private(set) var content: [UInt8] = []
  private(set) var fonts: Set<PDFFont> = []

  /// An empty page; its media box is `[0 0 width height]`.
  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Draws `text` with its baseline starting at (`x`, `y`); `gray` is 0 for black to 1 for white.
  package mutating func text(
    _ text: WinAnsiText, x: Double, y: Double, style: TextStyle, gray: Double = 0
  ) {
    guard !text.codes.isEmpty else { return }
    fonts.insert(style.font)
    write(gray, "g BT /")
    content += style.font.resourceName.utf8
    content.append(UInt8(ascii: " "))
    write(style.size, "Tf ")
    write(x)
    write(y, "Td ")
    writeString(text.codes)
    content += " Tj ET\n".utf8
  }

  /// Fills the rectangle whose lower left corner is (`x`, `y`).
  package mutating func fill(
    x: Double, y: Double, width: Double, height: Double, gray: Double = 0
  ) {
    write(gray, "g ")
    rectangle(x: x, y: y, width: width, height: height)
    content += "f\n".utf8
  }

  /// Draws the outline of a rectangle with a pen `pen` points wide.
  package mutating func frame(
    x: Double, y: Double, width: Double, height: Double, pen: Double
  ) {
    write(pen, "w ")
    rectangle(x: x, y: y, width: width, height: height)
    content += "S\n".utf8
  }

  /// Draws a horizontal line from (`x`, `y`), `length` points to the right, `pen` points thick.
  package mutating func rule(x: Double, y: Double, length: Double, pen: Double) {
    write(pen, "w ")
    write(x)
    write(y, "m ")
    write(x + length)
    write(y, "l S\n")
  }

  /// Draws the bars of `symbol` without its quiet zones; the first bar starts at `x`.
  /// - Parameter module: the width of the narrowest bar.
  package mutating func bars(
    _ symbol: Code128, x: Double, y: Double, module: Double, height: Double
  ) {
    content += "0 g\n".utf8
    var modules = 0
    for (index, width) in symbol.widths.enumerated() {
      if index.isMultiple(of: 2) {
        rectangle(
          x: x + Double(modules) * module, y: y, width: Double(width) * module, height: height)
      }
      modules += Int(width)
    }
    content += "f\n".utf8
  }

  private mutating func rectangle(x: Double, y: Double, width: Double, height: Double) {
    write(x)
    write(y)
    write(width)
    write(height, "re ")
  }

  private mutating func write(_ number: Double, _ operation: StaticString = "") {
    PDFNumber.append(number, to: &content)
    operation.withUTF8Buffer { content += $0 }
  }

  /// A literal string (7.3.4.2): brackets and backslash escaped, codes above ASCII in octal.
  private mutating func writeString(_ codes: [UInt8]) {
    content.append(UInt8(ascii: "("))
    for code in codes {
      switch code {
      case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
        content += [UInt8(ascii: "\\"), code]
      case 0x20...0x7E:
        content.append(code)
      default:
        let zero = UInt8(ascii: "0")
        content += [UInt8(ascii: "\\"), zero + code >> 6, zero + code >> 3 & 7, zero + code & 7]
      }
    }
    content.append(UInt8(ascii: ")"))
  }
}
