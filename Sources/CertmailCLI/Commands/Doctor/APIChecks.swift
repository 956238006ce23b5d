import Foundation
import Glibc
import MailAPI
import MailAPIClient
import MailModel

/// Looks at the API by calls that change nothing and cost nothing, and holds its answers against
/// what had to be guessed.
struct APIChecks {
  let job: JobFile
  let transport: any Transport
  var lines: [Diagnosis] = []
  var guesses = GuessBook()
  /// The rate limit is used up: nothing more is asked.
  private var isLimited = false

  init(job: JobFile, transport: any Transport) {
    self.job = job
    self.transport = transport
  }

  /// Goes through all checks; when nobody answers, somebody else does, or the key is refused, the
  /// rest is left out.
  mutating func run() async {
    if case .server(let url) = job.api.address, let name = Self.nameDiagnosis(url) {
      lines.append(name)
      guard name.verdict != .problem else { return }
    }
    let request = WireRequest.mailings(status: nil, limit: 1)
    let exchange = await transport.exchange(request)
    lines.append(connection(exchange))
    guard let answer = exchange.answer, !(300..<400).contains(answer.status) else { return }
    lines.append(Self.clock(answer))
    lines.append(rateLimit(answer))
    guard permits(request, exchange) else { return }
    look(atList: answer)
    await lookAtUnknownMailing()
    await lookAtValidation()
    await lookAtPrices()
    await lookAtMailings()
    lines.append(
      .ok("mailings:write", "not tried: the only call that needs it costs money"))
  }

  /// Asks once; `nil` when the answer is none to look at, which is told, and when nothing more may be
  /// asked.
  mutating func ask(_ request: WireRequest) async -> Answer? {
    guard !isLimited else { return nil }
    let exchange = await transport.exchange(request)
    return permits(request, exchange) ? exchange.answer : nil
  }

  /// Tells whether the key may make the call; `false` when there is no answer to look at.
  private mutating func permits(_ request: WireRequest, _ exchange: Exchange) -> Bool {
    let call = request.call
    switch exchange {
    case .notSent(let reason), .lost(let reason):
      lines.append(.problem(call, "no answer: \(reason)", "try again; look at the network"))
      return false
    case .answered(let answer):
      switch answer.status {
      case 401:
        lines.append(
          .problem(
            "key", "\(call): 401, \(Self.words(answer))", CallWords.advice(401, call), .keyRefused))
        return false
      case 403:
        lines.append(forbidden(call, answer))
        return false
      case 429:
        isLimited = true
        lines.append(
          .warning(
            call, "429: the rate limit is used up; nothing more was asked",
            "run doctor again after it resets"))
        return false
      default: return true
      }
    }
  }

  /// What the API said with an error, in its own words.
  static func words(_ answer: Answer) -> String {
    ErrorEnvelope(body: answer.body)?.error.message ?? "without the API's own words"
  }

  /// Without reading mailings, or prices, nothing may start; addresses may be checked offline.
  private func forbidden(_ call: String, _ answer: Answer) -> Diagnosis {
    let permission = CallWords.permission(call) ?? "the permission"
    let finding = "\(call): 403, the key lacks \(permission)"
    if permission == "addresses:read", job.checks.address == .offline {
      return .warning(
        "key", finding, "nothing to do while checks.address is \"offline\"")
    }
    return .problem("key", finding, "use a key that has \(permission)", .keyRefused)
  }
}

extension APIChecks {
  /// Whether the host's name is known; `nil` where there is none to look up.
  static func nameDiagnosis(_ url: URL) -> Diagnosis? {
    guard let host = url.host(percentEncoded: false), !Loopback.isLoopback(host: host) else {
      return nil
    }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &found)
    defer { if let found { freeaddrinfo(found) } }
    if code == 0 { return .ok("name", "\(host) is known") }
    let reason = gai_strerror(code).map { String(cString: $0) } ?? "\(code)"
    let usesProxy = ["https_proxy", "HTTPS_PROXY"].contains {
      ProcessInfo.processInfo.environment[$0] != nil
    }
    if usesProxy {
      return .warning(
        "name", "\(host) is not known here (\(reason)); https goes through a proxy",
        "nothing to do when the connection below is well")
    }
    return .problem(
      "name", "\(host) is not known: \(reason)", "look at api.base_url and at the network's DNS")
  }

  private func connection(_ exchange: Exchange) -> Diagnosis {
    let (finding, remedy) =
      switch job.api.address {
      case .sandbox:
        ("the embedded sandbox answers, inside this process", "look at api.sandbox_faults")
      case .server(let url) where url.scheme?.lowercased() == "https":
        (
          "TLS, and the certificate is trusted",
          "look at api.base_url, the network, the proxy and the system's certificates"
        )
      case .server:
        ("plain http, on this machine only", "start the sandbox, or correct api.base_url")
      }
    switch exchange {
    case .answered(let answer) where (300..<400).contains(answer.status):
      return .problem(
        "connection", "api.base_url leads to a redirect (\(answer.status)), which is not followed",
        "correct api.base_url", .usage)
    case .answered: return .ok("connection", finding)
    case .notSent(let reason), .lost(let reason): return .problem("connection", reason, remedy)
    }
  }

  /// Beyond this a clock is worth a look, in milliseconds; `Date` has whole seconds.
  static let clockWarning: Int64 = 5_000
  /// Beyond this dates of mailings are wrong around midnight, and `mail_by` with them.
  static let clockProblem: Int64 = 300_000

  static func clock(_ answer: Answer) -> Diagnosis {
    guard let server = answer.serverTime else {
      return .warning(
        "clock", "the API's answers have no Date", "see to it that this machine's clock is set")
    }
    let difference = server.duration(to: answer.received).milliseconds
    let seconds = (abs(difference) + 500) / 1000
    let word = difference < 0 ? "behind" : "ahead of"
    let finding = "\(seconds) s \(word) the API's"
    let remedy = "set the clock: timedatectl set-ntp true"
    if abs(difference) > clockProblem { return .problem("clock", finding, remedy) }
    if abs(difference) > clockWarning { return .warning("clock", finding, remedy) }
    return .ok("clock", "agrees with the API's")
  }

  private mutating func rateLimit(_ answer: Answer) -> Diagnosis {
    let headers = answer.headers
    guard let limit = headers.number("x-ratelimit-limit"),
      let remaining = headers.number("x-ratelimit-remaining"),
      let reset = headers.number("x-ratelimit-reset")
    else {
      return .warning(
        "rate limit",
        "the documented headers X-RateLimit-Limit, -Remaining and -Reset are not all "
          + "there", "certmail then waits only after a 429; nothing to do")
    }
    guesses.note(
      .resetHeader, holds: reset >= RetryAdvice.unixSecondsMin, seen: "the number \(reset)")
    let advice = RetryAdvice.wait(
      headers: ["x-ratelimit-reset": "\(reset)"], now: answer.received,
      serverDate: answer.serverTime)
    let finding =
      "\(Int(clamping: remaining).grouped) of \(Int(clamping: limit).grouped) requests left, "
      + "anew in \(advice.wait.milliseconds / 1000) s"
    if remaining <= Int64(job.limits.reserveRequests), limit > 0 {
      return .warning(
        "rate limit", finding,
        "a run waits until it resets: \(job.limits.reserveRequests) requests "
          + "are kept in reserve")
    }
    return .ok("rate limit", finding)
  }
}
