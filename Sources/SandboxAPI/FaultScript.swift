package import Foundation

/// Faults that the sandbox plays on purpose, by a seeded script (`--faults FILE`, in a job
/// `api.sandbox_faults`); samples/faults/sandbox/README.md has every key, and a file for each fault.
///
/// ```
/// {"seed": 7, "rules": [
///   {"on": "POST /mailings", "nth": 3, "after": true, "do": "close"},
///   {"on": "GET /mailings/{id}/label", "each": true, "times": 2, "do": "status", "status": 404}],
///  "listing": {"order": "unordered", "lag_milliseconds": 500},
///  "echo": {"in_list": "missing"},
///  "rate": {"limit": 20, "window_seconds": 2, "headers": "none"}}
/// ```
package struct FaultScript: Sendable, Decodable {
  let rules: [FaultRule]
  var listing: ListingFault
  let echo: EchoFault
  let rate: RateFault?
  private var plays: [RulePlay]
  private var chance: SeededChance

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case seed, rules, listing, echo, rate, comment
  }

  package init(from decoder: any Decoder) throws {
    let body = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let seed = try body.decodeIfPresent(UInt64.self, forKey: .seed) ?? 1
    rules = try body.decodeIfPresent([FaultRule].self, forKey: .rules) ?? []
    listing = try body.decodeIfPresent(ListingFault.self, forKey: .listing) ?? ListingFault()
    listing.seed = seed
    echo = try body.decodeIfPresent(EchoFault.self, forKey: .echo) ?? EchoFault()
    rate = try body.decodeIfPresent(RateFault.self, forKey: .rate)
    plays = rules.map { _ in RulePlay() }
    chance = SeededChance(seed: seed)
  }

  /// Reads a script's text.
  /// - Parameter name: what the error calls it.
  /// - Throws: `SandboxError` that names the key.
  package init(json: Data, name: String) throws(SandboxError) {
    do { self = try JSONDecoder().decode(FaultScript.self, from: json) } catch {
      throw SandboxError("\(name): \(Self.reason(error))")
    }
  }

  /// Reads a script's file.
  package init(path: String) throws(SandboxError) {
    let bytes: Data
    do { bytes = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw SandboxError("\(path): the fault script cannot be read; check its name and rights")
    }
    try self.init(json: bytes, name: path)
  }

  /// The key's path and what is wrong there.
  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "not JSON" }
    let context =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context): context
      case .keyNotFound(let key, let context):
        DecodingError.Context(
          codingPath: context.codingPath + [key], debugDescription: "this key is missing")
      case .dataCorrupted(let context): context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "cannot be read")
      }
    let path = context.codingPath.map { key in
      key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
    }.joined()
    return path.isEmpty
      ? context.debugDescription : "\(path.drop { $0 == "." }): \(context.debugDescription)"
  }

  /// The first rule that plays on a request, which counts for those before it too.
  mutating func rule(method: String, path: String) -> FaultRule? {
    for (index, rule) in rules.enumerated() where rule.on.matches(method: method, path: path) {
      if plays[index].plays(rule, path: path, &chance) { return rule }
    }
    return nil
  }
}

/// How often a rule has met a request and played, over all or for each path.
private struct RulePlay {
  private var met: [String: Int] = [:]
  private var played: [String: Int] = [:]

  /// Counts the request and says whether the rule plays on it.
  mutating func plays(_ rule: FaultRule, path: String, _ chance: inout SeededChance) -> Bool {
    let key = rule.each ? path : ""
    met[key, default: 0] += 1
    if let times = rule.times, played[key, default: 0] >= times { return false }
    if let nth = rule.nth, met[key] != nth { return false }
    if let percent = rule.percent, Int(chance.next() % 100) >= percent { return false }
    played[key, default: 0] += 1
    return true
  }
}

/// SplitMix64, so that a script plays the same everywhere.
struct SeededChance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
