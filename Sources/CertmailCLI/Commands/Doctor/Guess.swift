/// What the project had to guess about the API (`x-assumed` in its contract) and what can be looked
/// at without spending money.
enum Guess: String, CaseIterable, Hashable, Sendable {
  case listEnvelope = "GET /mailings answers {\"data\": […]}"
  case listLimit = "GET /mailings?limit=1 answers at most one mailing"
  case listOrder = "mailings come newest first"
  case reference = "a mailing shows the reference that it was made with"
  case statuses = "a mailing's status is one that is known"
  case notFound = "an unknown mailing is 404 not_found in the documented envelope"
  case validation = "a validated address is {\"valid\", \"address\", \"messages\"}"
  case pricing = "GET /pricing answers {\"currency\": \"USD\", \"data\": […]}"
  case priceAmounts = "a price has postage, service_fee and total as numbers"
  case calculation = "a calculated price has mail_class and the same three amounts"
  case tracking = "tracking answers {\"tracking_number\", \"status\", \"events\": […]}"
  case resetHeader = "X-RateLimit-Reset is Unix time in seconds"

  /// What follows for certmail when the guess is wrong.
  var consequence: String {
    switch self {
    case .listOrder:
      "certmail concludes no absence from such a list: uncertain mailings stay for a person"
    case .reference:
      "certmail then finds an uncertain mailing by recipient, class, sender and time, and never "
        + "resends by itself"
    case .listLimit: "certmail takes what comes"
    case .statuses: "certmail carries an unknown status along as it is"
    case .resetHeader: "certmail reads a small number as seconds from now"
    case .notFound: "certmail takes such an answer as no proof of anything"
    case .listEnvelope, .validation, .pricing, .priceAmounts, .calculation, .tracking:
      "certmail reads other forms too, where they can be understood"
    }
  }
}

/// What was seen of the guesses.
struct GuessBook: Hashable, Sendable {
  private(set) var confirmed: Set<Guess> = []
  /// What was seen instead.
  private(set) var contradicted: [Guess: String] = [:]

  /// Notes whether a guess holds; one contradiction outweighs all confirmations.
  mutating func note(_ guess: Guess, holds: Bool, seen: @autoclosure () -> String) {
    if holds {
      if contradicted[guess] == nil { confirmed.insert(guess) }
    } else {
      confirmed.remove(guess)
      contradicted[guess] = seen()
    }
  }

  /// The guesses that nothing was seen of.
  var unchecked: [Guess] {
    Guess.allCases.filter { !confirmed.contains($0) && contradicted[$0] == nil }
  }

  /// A line for each contradiction, or one that all is well.
  var diagnoses: [Diagnosis] {
    let wrong = Guess.allCases.compactMap { guess in
      contradicted[guess].map { seen in
        Diagnosis.warning(
          "guess", "guessed: \(guess.rawValue); seen: \(seen)",
          "nothing is lost: \(guess.consequence); tell the project, so that the contract is mended")
      }
    }
    guard wrong.isEmpty else { return wrong }
    let rest = unchecked.isEmpty ? "" : ", \(unchecked.count) could not be looked at"
    return [.ok("guesses", "\(confirmed.count) hold, none is contradicted" + rest)]
  }

  var json: JSONText {
    [
      "confirmed": .array(
        Guess.allCases.filter { confirmed.contains($0) }.map { .text($0.rawValue) }),
      "contradicted": .array(
        Guess.allCases.compactMap { guess in
          contradicted[guess].map { ["guess": .text(guess.rawValue), "seen": .text($0)] }
        }),
      "unchecked": .array(unchecked.map { .text($0.rawValue) }),
    ]
  }
}
