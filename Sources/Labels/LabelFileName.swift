/// The name of a label's file: `0001-REFERENCE-TRACKING.pdf`.
package enum LabelFileName {
  /// How many characters of a reference are kept.
  package static let referenceLengthMax = 40

  /// - Parameter position: from 1, in list order.
  package static func make(position: Int, reference: String, trackingNumber: String) -> String {
    let number = String(position)
    let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
    let tracking = safe(trackingNumber)
    return [padded, safe(reference), tracking].filter { !$0.isEmpty }.joined(separator: "-")
      + ".pdf"
  }

  /// Letters, digits, `.`, `_` and `-` of ASCII; all else is `_`.
  private static func safe(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(referenceLengthMax).map { scalar in
        let isPlain =
          scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || scalar == "." || scalar == "_" || scalar == "-"
        return isPlain ? Character(scalar) : "_"
      })
  }
}
