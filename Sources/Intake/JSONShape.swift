/// Where in a JSON text the list is.
enum JSONShape: Equatable {
  /// The text is an array of objects.
  case array
  /// One object after another, usually one a line.
  case lines
  /// The text is an object, and this member is the list.
  case member([UInt8])

  /// The names that the list in an object usually has, the likelier first.
  static let memberNames = ["recipients", "mailings", "rows", "data"]

  /// What people call it.
  var name: String {
    switch self {
    case .array: "JSON array"
    case .lines: "JSON lines"
    case .member(let name): "JSON list \"\(String(decoding: name, as: UTF8.self))\""
    }
  }

  /// Looks at the text from its start: at one token of an array, at the whole of a first object.
  static func survey(_ tokenizer: JSONTokenizer) throws(IntakeError) -> JSONShape {
    var tokenizer = tokenizer.restarted(allowsMany: true)
    let file = tokenizer.window.file.name
    switch try tokenizer.next() {
    case .arrayStart: return .array
    case .objectStart: break
    case .end: throw IntakeError(.empty, file: file)
    default: throw IntakeError(.notAList, file: file)
    }
    let lists = try listMembers(&tokenizer)
    // Where something follows, the first object is the first row, whatever it holds.
    guard !lists.isEmpty, try tokenizer.next() == .end else { return .lines }
    let named = memberNames.map { Array($0.utf8) }.filter { name in
      lists.contains { $0.name == name }
    }
    // Nothing is passed over: of two lists with rows nobody says which one is meant.
    let filled = named.filter { name in lists.contains { $0.name == name && !$0.isEmpty } }
    let meant = filled.isEmpty ? Array(named.prefix(1)) : filled
    let possible = meant.isEmpty ? lists.map(\.name) : meant
    guard possible.count == 1 else {
      throw IntakeError(
        .severalLists(possible.map { String(decoding: $0, as: UTF8.self) }), file: file)
    }
    return .member(possible[0])
  }

  /// The members of the object just opened that are arrays of objects (or known, and empty).
  private static func listMembers(
    _ tokenizer: inout JSONTokenizer
  ) throws(IntakeError) -> [(name: [UInt8], isEmpty: Bool)] {
    var lists: [(name: [UInt8], isEmpty: Bool)] = []
    var name: [UInt8] = []
    while true {
      switch try tokenizer.next() {
      case .objectEnd: return lists
      case .key:
        name.removeAll(keepingCapacity: true)
        _ = JSONString.unescape(tokenizer.window.bytes[tokenizer.text], to: &name)
      case .arrayStart:
        let first = try tokenizer.next()
        let isKnown = memberNames.contains(String(decoding: name, as: UTF8.self))
        if first == .objectStart || (first == .arrayEnd && isKnown) {
          lists.append((name, first == .arrayEnd))
        }
        if first != .arrayEnd { try tokenizer.skip(toDepth: 1) }
      case .objectStart: try tokenizer.skip(toDepth: 1)
      case .string, .number, .boolean, .null, .arrayEnd, .end: break
      }
    }
  }
}

extension JSONTokenizer {
  /// Reads on until only `depth` containers are open.
  mutating func skip(toDepth depth: Int) throws(IntakeError) {
    while self.depth > depth { _ = try next() }
  }
}
