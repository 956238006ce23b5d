/// GS1-128: Code 128 in code set C with FNC1 (ISO/IEC 15417, GS1 General Specifications).
package struct GS1Barcode: Hashable, Sendable {
  /// One element of the symbol: FNC1, or a pair of digits.
  package enum Element: Hashable, Sendable {
    case functionOne
    case pair(Int)

    var value: Int {
      switch self {
      case .functionOne: 102
      case .pair(let pair): pair
      }
    }
  }

  /// The bar and space widths in modules, a bar first, without quiet zones.
  package let widths: [Int]

  /// - Parameter elements: what stands between the start code C and the check symbol.
  package init(_ elements: [Element]) {
    let values = elements.map(\.value)
    let check = values.enumerated().reduce(Self.startC) { $0 + ($1.offset + 1) * $1.element } % 103
    widths = ([Self.startC] + values + [check]).flatMap { Self.patterns[$0] } + Self.stop
  }

  /// The IMpb of USPS: FNC1, 420 and the ZIP, FNC1, the tracking number.
  /// - Returns: `nil` when the digits do not pair up (420 + 5 and 22 digits do).
  package init?(zip: String, trackingNumber: String) {
    guard let route = Self.pairs("420" + zip), let number = Self.pairs(trackingNumber) else {
      return nil
    }
    self.init([.functionOne] + route + [.functionOne] + number)
  }

  private static func pairs(_ digits: String) -> [Element]? {
    let values = digits.utf8.map { Int($0) - 48 }
    guard values.count.isMultiple(of: 2), values.allSatisfy({ (0...9).contains($0) }) else {
      return nil
    }
    return stride(from: 0, to: values.count, by: 2).map { .pair(values[$0] * 10 + values[$0 + 1]) }
  }

  private static let startC = 105
  private static let stop = [2, 3, 3, 1, 1, 1, 2]

  /// The six widths of each value 0…105 (ISO/IEC 15417, table 1).
  private static let patterns: [[Int]] = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 \
    122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 \
    321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 \
    211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 \
    213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 \
    121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 \
    241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 \
    412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 \
    211214 211232
    """.split(separator: " ").map { $0.utf8.map { Int($0) - 48 } }
}
