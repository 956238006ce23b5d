import Foundation
import HTTPServer

/// Faults that the sandbox plays on purpose, by a seeded script (`--faults FILE`).
///
/// ```
/// {"seed": 7, "rules": [
///   {"on": "POST /mailings", "nth": 3, "after": true, "do": "close"},
///   {"on": "GET /mailings", "percent": 20, "do": "status", "status": 503},
///   {"on": "POST /mailings", "percent": 5, "do": "cut", "bytes": 40, "after": true}]}
/// ```
/// `on`: method and the beginning of the path behind `/api/v1`. `nth`: only this one of them, from
/// 1. `percent`: so many in a hundred. `times`: at most so often. `after`: the request is carried
/// out first. `do`: `status` (`status`, `retry_after`, `plain` for a body without the envelope),
/// `close`, `reset`, `silent`, `garbage`, `cut` (`bytes`), `drip` (`milliseconds`), `delay`
/// (`milliseconds`).
package struct FaultScript: Sendable, Decodable {
  package struct Rule: Sendable, Decodable {
    package enum Action: String, Sendable, Decodable {
      case status, close, reset, silent, garbage, cut, drip, delay
    }

    var on: String
    var nth: Int?
    var percent: Int?
    var times: Int?
    var after: Bool?
    var action: Action
    var status: Int?
    var retryAfter: Int?
    var plain: Bool?
    var bytes: Int?
    var milliseconds: Int?

    enum CodingKeys: String, CodingKey {
      case on, nth, percent, times, after
      case action = "do"
      case status
      case retryAfter = "retry_after"
      case plain, bytes, milliseconds
    }

    /// How the fault spoils an answer; `nil`: not by its delivery.
    var delivery: HTTPDelivery? {
      switch action {
      case .close: .close
      case .reset: .reset(afterBytes: bytes ?? 0)
      case .silent: .silent
      case .garbage: .garbage(Array("\u{1}\u{2}this is not HTTP\r\n\r\n".utf8))
      case .cut: .cut(bytes: bytes ?? 20)
      case .drip: .drip(pause: .milliseconds(milliseconds ?? 50))
      case .status, .delay: nil
      }
    }
  }

  var seed: UInt64?
  var rules: [Rule]
  private var counts: [Int] = []
  private var fired: [Int] = []
  private var state: UInt64 = 0

  enum CodingKeys: String, CodingKey { case seed, rules }

  package init(from decoder: any Decoder) throws {
    let body = try decoder.container(keyedBy: CodingKeys.self)
    seed = try body.decodeIfPresent(UInt64.self, forKey: .seed)
    rules = try body.decode([Rule].self, forKey: .rules)
    counts = [Int](repeating: 0, count: rules.count)
    fired = counts
    state = seed ?? 1
  }

  package init(path: String) throws {
    self = try JSONDecoder().decode(
      FaultScript.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }

  /// The rule that applies to a request, if one does.
  mutating func rule(for request: String) -> Rule? {
    for (index, rule) in rules.enumerated() where request.hasPrefix(rule.on) {
      counts[index] += 1
      if let times = rule.times, fired[index] >= times { continue }
      if let nth = rule.nth, counts[index] != nth { continue }
      if let percent = rule.percent, Int(next() % 100) >= percent { continue }
      fired[index] += 1
      return rule
    }
    return nil
  }

  /// SplitMix64, so that a script plays the same everywhere.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
