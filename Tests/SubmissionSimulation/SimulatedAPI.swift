import Submission

/// The provider's side of a simulation: it accepts, forgets to answer, lists late and is cut off.
struct SimulatedAPI {
  struct Piece {
    var id: String
    /// Whose letter it is; `nil`: another customer program's.
    var mailing: Int64?
    /// Who gets it, in the ledger's numbers; `nil`: nobody to whom the ledger writes.
    var recipient: Int64?
    var acceptedAt: Int64
  }

  /// Which mailings a listing holds, and in which order.
  enum Order {
    case newestFirst, oldestFirst
    /// The newest ones, the oldest of them first.
    case newestLast
    case unordered
  }

  /// How a reference comes back.
  enum Echo: CaseIterable {
    case verbatim, onlyByID, altered, cut, missing

    var byID: Lessons.Echo {
      switch self {
      case .verbatim, .onlyByID: .verbatim
      case .altered: .altered
      case .cut: .cut
      case .missing: .missing
      }
    }

    var inList: Lessons.Echo { self == .onlyByID ? .missing : byID }

    /// A reference as it comes back.
    static func reference(_ sent: String, by echo: Lessons.Echo) -> String? {
      switch echo {
      case .verbatim, .tokenKept: sent
      case .altered: String(repeating: "?", count: sent.count)
      case .cut: String(sent.prefix(9))
      case .missing: nil
      }
    }
  }

  var pieces: [Piece] = []
  /// What the API lists no more: put away, or too old.
  var gone: Set<String> = []
  /// Milliseconds until a piece shows in a listing.
  var lag: Int64 = 0
  var cap = 100
  var order = Order.newestFirst
  var echo = Echo.verbatim

  /// Lists the oldest mailing of another customer program no more.
  mutating func putAwayOldest() {
    if let oldest = pieces.first(where: { $0.mailing == nil && !gone.contains($0.id) }) {
      gone.insert(oldest.id)
    }
  }

  /// Accepts a POST at `time`.
  mutating func accept(_ mailing: Int64?, for recipient: Int64?, at time: Int64) -> String {
    let id = "p\(pieces.count + 1)"
    pieces.append(Piece(id: id, mailing: mailing, recipient: recipient, acceptedAt: time))
    return id
  }

  /// What a listing shows at `time`.
  func listing(at time: Int64, chance: inout Chance) -> [Piece] {
    let visible = pieces.filter { $0.acceptedAt + lag <= time && !gone.contains($0.id) }
      .sorted { $0.acceptedAt > $1.acceptedAt }
    switch order {
    case .newestFirst: return Array(visible.prefix(cap))
    case .newestLast: return visible.prefix(cap).reversed()
    case .oldestFirst: return Array(visible.reversed().prefix(cap))
    case .unordered: return Array(chance.shuffled(visible).prefix(cap))
    }
  }

  /// How often each mailing was accepted.
  var acceptances: [Int64: Int] {
    pieces.reduce(into: [:]) { counts, piece in
      if let mailing = piece.mailing { counts[mailing, default: 0] += 1 }
    }
  }
}
