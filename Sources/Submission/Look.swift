/// One listing of the API's mailings, with what the ledger knows of each entry.
package struct Look: Hashable, Sendable {
  /// What the ledger knows of a listed mailing.
  package enum Owner: Hashable, Sendable {
    /// Nothing, and it fits none of ours, or its reference rules that out.
    case stranger
    /// Nothing, and it fits these letters in recipient, class and sender.
    case lookAlike(of: [Int64], Likeness)
    /// A row has it; made after `claimed`, known to be made by `ended` (sequence numbers).
    case made(claimed: Int64, ended: Int64)
    /// A row without a piece has its token; `agrees`: recipient and class are the row's.
    case open(mailing: Int64, state: OpenState, agrees: Bool)
  }

  /// What follows from a mailing that fits a letter and does not have its token.
  package enum Likeness: Hashable, Sendable {
    /// No token comes back: it is the letter's if nothing else is alike.
    case adoptable
    /// The token comes back elsewhere, so that it is hardly the letter's: for a person.
    case blocking
    /// It fits a letter too that was being sent just then, or nothing is known yet of how a
    /// reference comes back: another listing tells.
    case undecided
  }

  /// How a row with a listed token stands.
  package enum OpenState: Hashable, Sendable {
    /// `uncertain` or `absent`.
    case doubtful
    /// Being sent right now.
    case submitting
    /// Any other state, and no attempt was ever made here: the ledger has forgotten one.
    case neverSent
    /// Any other state, after attempts.
    case other
  }

  package struct Entry: Hashable, Sendable {
    package var apiID: String
    package var owner: Owner

    package init(apiID: String, owner: Owner) {
      self.apiID = apiID
      self.owner = owner
    }
  }

  /// In the order of the answer.
  package var entries: [Entry]
  /// How many mailings the ledger knew to be made; from `wholeBelow` on the number may be less.
  package var knownMailings: Int
  /// The claim of the oldest mailing that the ledger knows to be made.
  package var oldestKnown: Int64?
  /// Whether every element could be read.
  package var isFullyRead: Bool
  /// When the request went out, and when its answer was there.
  package var requestedAt: RunTime
  package var receivedAt: RunTime
  /// The answer's `Date`, milliseconds since 1970; `nil` when there was none.
  package var serverTime: Int64?
  /// The order that the entries' own `created_at` show, strangers included.
  package var createdOrder: Lessons.Order

  package init(
    entries: [Entry], knownMailings: Int = 0, oldestKnown: Int64? = nil, isFullyRead: Bool,
    requestedAt: RunTime, receivedAt: RunTime, serverTime: Int64?,
    createdOrder: Lessons.Order = .unknown
  ) {
    self.entries = entries
    self.knownMailings = knownMailings
    self.oldestKnown = oldestKnown
    self.isFullyRead = isFullyRead
    self.requestedAt = requestedAt
    self.receivedAt = receivedAt
    self.serverTime = serverTime
    self.createdOrder = createdOrder
  }

  /// The order in which moments of creation come; equal or missing ones show nothing.
  package static func order(of created: [Int64?]) -> Lessons.Order {
    let known = created.compactMap { $0 }
    return zip(known, known.dropFirst()).reduce(.unknown) { order, pair in
      if pair.0 == pair.1 { return order }
      return order.joined(pair.0 > pair.1 ? .newestFirst : .oldestFirst)
    }
  }

  /// A listing shorter than this is the whole: the API's page itself asks for ten.
  package static let wholeBelow = 10

  /// Whether the listing holds all there is, and is this account's: each known mailing is in it.
  package var isWhole: Bool {
    guard isFullyRead && entries.count < Self.wholeBelow else { return false }
    let seen = entries.count { $0.claimed != nil }
    return seen > 0 && seen >= knownMailings
  }

  /// Whether the listing ends before the oldest mailing that is known, though it holds a younger
  /// one.
  package var isCut: Bool {
    guard isFullyRead, let oldestKnown else { return false }
    let claims = entries.compactMap(\.claimed)
    return !claims.isEmpty && !claims.contains(oldestKnown)
  }

  /// Whether it holds any mailing that the ledger knows to be made.
  package var showsKnown: Bool { entries.contains { $0.claimed != nil } }

  /// The same, where what was listed in `earlier`, before anything was sent, is no letter's.
  func withoutLookAlikes(in earlier: Set<String>) -> Look {
    var look = self
    for index in look.entries.indices where earlier.contains(look.entries[index].apiID) {
      if case .lookAlike = look.entries[index].owner { look.entries[index].owner = .stranger }
    }
    return look
  }

  /// The letters of which a later listing must tell whether they are in it.
  package var undecided: Set<Int64> {
    entries.reduce(into: []) { found, entry in
      if case .lookAlike(let mailings, .undecided) = entry.owner { found.formUnion(mailings) }
    }
  }

  /// The order that the places of known mailings prove, `unknown` when they prove none; what
  /// `created_at` shows can only contradict it.
  /// - Parameter earlier: the ids of a listing that was made before anything was sent.
  package func order(after earlier: Set<String>) -> Lessons.Order {
    let proved = provedOrder.joined(order(sinceStart: earlier))
    return proved == .unknown && createdOrder != .unordered ? .unknown : proved.joined(createdOrder)
  }

  /// What was made after a listing stands before what that listing held, or behind it.
  private func order(sinceStart earlier: Set<String>) -> Lessons.Order {
    let areLater = entries.compactMap { entry -> Bool? in
      if earlier.contains(entry.apiID) { return false }
      return entry.claimed == nil ? nil : true
    }
    return zip(areLater, areLater.dropFirst()).reduce(.unknown) { order, pair in
      if pair.0 == pair.1 { return order }
      return order.joined(pair.0 ? .newestFirst : .oldestFirst)
    }
  }

  private var provedOrder: Lessons.Order {
    var order = Lessons.Order.unknown
    var previous: (claimed: Int64, ended: Int64)?
    for entry in entries {
      guard case .made(let claimed, let ended) = entry.owner else { continue }
      defer { previous = (claimed, ended) }
      guard let previous else { continue }
      if previous.claimed > ended { order = order.joined(.newestFirst) }
      if claimed > previous.ended { order = order.joined(.oldestFirst) }
    }
    return order
  }
}

extension Look.Entry {
  /// The claim of a mailing that the ledger knows to be made.
  var claimed: Int64? {
    if case .made(let claimed, _) = owner { claimed } else { nil }
  }
}

extension Lessons.Order {
  /// What is known after another proof.
  package func joined(_ other: Lessons.Order) -> Lessons.Order {
    switch (self, other) {
    case (_, .unknown): self
    case (.unknown, _): other
    case (.newestFirst, .newestFirst), (.oldestFirst, .oldestFirst): self
    case (.newestFirst, _), (.oldestFirst, _), (.unordered, _): .unordered
    }
  }
}
