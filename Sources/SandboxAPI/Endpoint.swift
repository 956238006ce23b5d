import MailAPI

/// A call of the contract, or of the sandbox's own beside it.
enum Endpoint: Hashable {
  case createMailing
  case listMailings
  case mailing(id: String)
  case label(id: String)
  case tracking(number: String)
  case validateAddress
  case pricing
  case calculatePrice
  case createKey
  case listKeys
  case revokeKey(id: String)
  /// Outside of the contract: sets a mailing's tracking to a status at once.
  case advanceTracking(number: String)

  /// Where the contract's paths begin.
  static let base = "/api/v1"
  /// Where the sandbox's own begin.
  static let ownBase = "/sandbox"

  /// Finds the call; HEAD counts as GET, whose body the server leaves out.
  /// - Throws: 404 for a path that is none, 405 with `Allow` for another method of it.
  init(method: String, path: String) throws(SandboxRefusal) {
    let choices = Self.choices(path)
    guard !choices.isEmpty else {
      throw SandboxRefusal(.notFound, "no call has this path; the calls are below \(Self.base)")
    }
    let wanted = method == "HEAD" ? "GET" : method
    guard let choice = choices.first(where: { $0.method == wanted }) else {
      let allowed = choices.map(\.method).joined(separator: ", ")
      throw SandboxRefusal(
        .methodNotAllowed, "this path takes \(allowed) and not \(method)",
        headers: [("Allow", allowed)])
    }
    self = choice.endpoint
  }

  private typealias Choice = (method: String, endpoint: Endpoint)

  /// The calls of a path, by method.
  private static func choices(_ path: String) -> [Choice] {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 2, parts.removeFirst().isEmpty, !parts.contains("") else { return [] }
    if parts[0] == "sandbox" { return own(Array(parts.dropFirst())) }
    guard parts[0] == "api", parts[1] == "v1" else { return [] }
    return contract(Array(parts.dropFirst(2)))
  }

  private static func contract(_ parts: [String]) -> [Choice] {
    switch (parts.first, parts.count) {
    case ("mailings", 1): [("GET", .listMailings), ("POST", .createMailing)]
    case ("mailings", 2): [("GET", .mailing(id: parts[1]))]
    case ("mailings", 3) where parts[2] == "label": [("GET", .label(id: parts[1]))]
    case ("tracking", 2): [("GET", .tracking(number: parts[1]))]
    case ("addresses", 2) where parts[1] == "validate": [("POST", .validateAddress)]
    case ("pricing", 1): [("GET", .pricing)]
    case ("pricing", 2) where parts[1] == "calculate": [("POST", .calculatePrice)]
    case ("api-keys", 1): [("GET", .listKeys), ("POST", .createKey)]
    case ("api-keys", 2): [("DELETE", .revokeKey(id: parts[1]))]
    default: []
    }
  }

  private static func own(_ parts: [String]) -> [Choice] {
    switch (parts.first, parts.count) {
    case ("tracking", 2): [("POST", .advanceTracking(number: parts[1]))]
    default: []
    }
  }
}
