import MailModel

/// What the state field says.
enum StateReading: Hashable {
  case missing
  /// A code in capitals.
  case exact(USState)
  /// A name, an abbreviation, small letters.
  case spelled(USState)
  case unknown

  /// - Parameter text: trimmed, blanks folded.
  init(_ text: String) {
    if text.isEmpty {
      self = .missing
    } else if let state = USState(code: text) {
      self = .exact(state)
    } else if !text.utf8.contains(where: \.isASCIIDigit),
      let state = StateNames.byKey[StateNames.key(text)]
    {
      self = .spelled(state)
    } else {
      self = .unknown
    }
  }

  var state: USState? {
    switch self {
    case .exact(let state), .spelled(let state): state
    case .missing, .unknown: nil
    }
  }

  /// The state that `text` was probably meant to be: of those where the ZIP lies, else of all whose
  /// name is within two slips; `nil` when several are as near.
  static func nearest(to text: String, among candidates: StateSet) -> USState? {
    let key = StateNames.key(text)
    let pool = candidates.isEmpty ? USState.allCases : candidates.states
    let ranked = pool.map { state in
      (
        state,
        min(slips(from: key, to: state.code), slips(from: key, to: StateNames.key(state.name)))
      )
    }.sorted { $0.1 < $1.1 }
    guard let best = ranked.first else { return nil }
    if ranked.count > 1, ranked[1].1 == best.1 { return nil }
    return !candidates.isEmpty || best.1 <= slipsMax && key.utf8.count > 3 ? best.0 : nil
  }

  /// Letters inserted, dropped, changed or swapped that still make a likely slip of the keyboard.
  private static let slipsMax = 2

  private static func slips(from: String, to: String) -> Int {
    EditDistance.between(Array(from.utf8.prefix(40)), Array(to.utf8))
  }
}
