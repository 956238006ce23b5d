/// Where things stand on the label, in points from the lower left corner.
enum LabelGrid {
  static let width = 288.0
  static let height = 432.0
  static let margin = 6.0
  static let padding = 8.0

  /// Lines across the label, from top to bottom.
  static let bannerTop = 372.0
  static let bannerBottom = 344.0
  static let senderBottom = 272.0
  /// The thick bars above and below the barcode that mark an IMpb (Publication 199).
  static let barcodeTop = 166.0
  static let barcodeBottom = 50.0

  /// The narrowest bar: 0.96 pt = 0.0133 inch, inside USPS's 0.013 to 0.021, and exactly 4 dots at
  /// 300 dpi, 8 at 600.
  static let module = 0.96
  /// 0.92 inch; USPS asks for at least 0.75.
  static let barHeight = 66.0
  /// One dot at 300 dpi: bars start on it so that they come out sharp.
  static let dot = 0.24

  static var inner: Double { width - 2 * margin }
  static var left: Double { margin + padding }
  static var right: Double { width - left }
}
