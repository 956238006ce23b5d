/// The columns of a JSON list: the paths of its members, in the order in which they first came.
struct JSONColumns {
  private(set) var names: [String] = []
  private var paths: [[UInt8]] = []
  private var positions: [[UInt8]: Int] = [:]
  private let limit: Int
  /// Objects repeat their members in the same order: the next one is tried first.
  private var guess = 0

  init(limit: Int) { self.limit = limit }

  /// The column of `path`, a new one if need be; `nil` when there are too many.
  mutating func position(of path: [UInt8]) -> Int? {
    if guess < paths.count, paths[guess] == path {
      guess += 1
      return guess - 1
    }
    if let known = positions[path] {
      guess = known + 1
      return known
    }
    guard paths.count < limit else { return nil }
    positions[path] = paths.count
    paths.append(path)
    names.append(String(decoding: path, as: UTF8.self))
    guess = paths.count
    return guess - 1
  }

  /// Another object begins.
  mutating func startRecord() { guess = 0 }

  /// Whether an object under this name is taken apart into `name.member` columns: it is an address
  /// in the API's own shape, or a person with one. Any other nested value stays one cell of JSON.
  static func isTakenApart(_ name: some Sequence<UInt8>) -> Bool {
    let letters = name.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map {
      $0 | 0x20
    }
    return addressNames.contains(String(decoding: letters, as: UTF8.self))
  }

  private static let addressNames: Set<String> = [
    "to", "recipient", "addressee", "address", "toaddress", "mailingaddress", "defendant",
    "respondent", "debtor", "owner", "tenant", "resident",
    "from", "fromaddress", "sender", "returnaddress",
  ]
}
