extension Code128 {
  /// A GS1-128 symbol: FNC1 after the start marks it as GS1, another one ends each element string
  /// but the last (GS1 General Specifications 5.4, 7.8.3).
  /// - Parameter elementStrings: application identifier and value, without brackets: `42094105`.
  package static func gs1(_ elementStrings: [String]) throws(NotEncodable) -> Code128 {
    var elements: [Element] = []
    for elementString in elementStrings {
      elements.append(.fnc1)
      elements += try Code128.elements(elementString)
    }
    return Code128(elements)
  }
}
