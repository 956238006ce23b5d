/// A font that every PDF reader has (ISO 32000-1, 9.6.2.2).
package enum PDFFont: CaseIterable, Hashable, Sendable {
  case helvetica, helveticaBold, courier

  /// The width of the character with WinAnsi code `code`, in thousandths of the font size.
  ///
  /// Control codes, which a `WinAnsiText` never holds, are 0 wide.
  func width(of code: UInt8) -> Int {
    guard code >= 32 else { return 0 }
    return switch self {
    case .helvetica: Int(HelveticaWidths.regular[Int(code) - 32])
    case .helveticaBold: Int(HelveticaWidths.bold[Int(code) - 32])
    case .courier: 600
    }
  }

  var resourceName: String {
    switch self {
    case .helvetica: "F1"
    case .helveticaBold: "F2"
    case .courier: "F3"
    }
  }

  var dictionary: String {
    let name =
      switch self {
      case .helvetica: "Helvetica"
      case .helveticaBold: "Helvetica-Bold"
      case .courier: "Courier"
      }
    return "<< /Type /Font /Subtype /Type1 /BaseFont /\(name) /Encoding /WinAnsiEncoding >>"
  }
}
