/// Which calls a rule is about: a method and the beginning of a path behind `/api/v1`.
///
/// `{id}` (any name in braces) stands for one part of the path; `$` at the end says that nothing
/// follows. `GET /mailings` is about lists, single mailings and labels; `GET /mailings$` about lists.
struct CallPattern: Hashable, Sendable, Decodable {
  private enum Piece: Hashable, Sendable {
    case text(String)
    case part
    case end
  }

  private var pieces: [Piece] = []

  init(_ pattern: String) {
    var rest = pattern[...]
    while let brace = rest.firstIndex(of: "{"), let end = rest[brace...].firstIndex(of: "}") {
      pieces += [.text(String(rest[..<brace])), .part]
      rest = rest[rest.index(after: end)...]
    }
    if rest.last == "$" {
      pieces += [.text(String(rest.dropLast())), .end]
    } else {
      pieces.append(.text(String(rest)))
    }
  }

  init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  func matches(method: String, path: String) -> Bool {
    var rest = "\(method) \(path)"[...]
    for piece in pieces {
      switch piece {
      case .text(let text):
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
      case .part:
        let after = rest.drop { $0 != "/" }
        guard after.startIndex > rest.startIndex else { return false }
        rest = after
      case .end: guard rest.isEmpty else { return false }
      }
    }
    return true
  }
}
