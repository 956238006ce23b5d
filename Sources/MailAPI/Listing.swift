import Foundation

/// A JSON array of `Element`, bare or as the one member of an object that holds such an array.
///
/// Elements that cannot be read are counted, not dropped silently: a listing with one of them
/// proves nothing about absence.
package struct Listing<Element: Decodable & Sendable>: Decodable, Sendable {
  package var items: [Element]
  /// How many elements could not be read.
  package var unreadableCount: Int

  /// Reads `{"data": […]}`, `[…]` or any object with exactly one array of readable elements.
  package init(from decoder: any Decoder) throws {
    if let bare = try? decoder.unkeyedContainer() {  // not an array: looked for inside an object
      (items, unreadableCount) = Self.elements(bare)
      return
    }
    let object = try decoder.container(keyedBy: AnyKey.self)
    var found: ([Element], Int)?
    for key in object.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      // A member that is no array is none of the candidates.
      guard let array = try? object.nestedUnkeyedContainer(forKey: key) else { continue }
      let candidate = Self.elements(array)
      if found == nil || found.map({ $0.0.isEmpty && !candidate.0.isEmpty }) == true {
        found = candidate
      }
    }
    guard let found else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no array of objects"))
    }
    (items, unreadableCount) = found
  }

  private static func elements(
    _ container: any UnkeyedDecodingContainer
  ) -> (items: [Element], unreadable: Int) {
    var container = container
    var items: [Element] = []
    var unreadable = 0
    while !container.isAtEnd {
      if let item = try? container.decode(Element.self) {
        items.append(item)
      } else {
        unreadable += 1
        // `Skipped` reads any element, so that the next one can be looked at.
        guard (try? container.decode(Skipped.self)) != nil else { break }
      }
    }
    return (items, unreadable)
  }

  private struct Skipped: Decodable {
    init(from decoder: any Decoder) throws {}
  }
}

/// The envelope in which the contract lists things: `{"data": […]}`.
package struct DataEnvelope<Element: Encodable & Sendable>: Encodable, Sendable {
  package var data: [Element]

  package init(_ data: [Element]) { self.data = data }
}
