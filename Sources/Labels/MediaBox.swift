import Foundation

/// The size of a page in points, as a PDF says it.
struct MediaBox: Hashable {
  var width: Double
  var height: Double

  /// 4 by 6 inches, for a gap page when no label says otherwise.
  static let usual = MediaBox(width: 288, height: 432)
  /// What a page can measure (ISO 32000-1 annex C: 3 to 14,400 points); less than an inch is no label.
  static let sides = 72.0...14_400

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// The first `/MediaBox [left bottom right top]` in `bytes`; `nil` when there is none in plain sight
  /// (it may be in a compressed object) or it makes no sense.
  init?(in bytes: [UInt8]) {
    guard let after = Self.end(of: "/MediaBox", in: bytes) else { return nil }
    let text = String(decoding: bytes[after...].prefix(100), as: UTF8.self)
    let body = text.drop { $0.isWhitespace }
    guard body.first == "[", let close = body.firstIndex(of: "]") else { return nil }
    let numbers = body[..<close].dropFirst().split(whereSeparator: \.isWhitespace).map(Double.init)
    guard numbers.count == 4, let left = numbers[0], let bottom = numbers[1],
      let right = numbers[2], let top = numbers[3]
    else { return nil }
    let (width, height) = (abs(right - left), abs(top - bottom))
    guard Self.sides.contains(width), Self.sides.contains(height) else { return nil }
    self.init(width: width, height: height)
  }

  private static func end(of word: String, in bytes: [UInt8]) -> Int? {
    let word = Array(word.utf8)
    guard bytes.count >= word.count else { return nil }
    for start in 0...(bytes.count - word.count)
    where bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word) {
      return start + word.count
    }
    return nil
  }
}
