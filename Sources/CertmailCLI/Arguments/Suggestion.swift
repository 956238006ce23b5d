import MailModel

/// Finds the word that somebody probably meant.
package enum Suggestion {
  /// The candidate nearest to `word`, or `nil` when none is near: at most one edit for three letters
  /// and two edits for longer words, or `word` is the beginning of exactly one candidate.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let wanted = word.lowercased()
    let distances = candidates.map {
      (EditDistance.between(Array(wanted), Array($0.lowercased())), $0)
    }
    let allowed = wanted.count <= 3 ? 1 : 2
    // Of equals the first counts, so that the order of the table decides.
    if let best = distances.min(by: { $0.0 < $1.0 }), best.0 <= allowed, best.0 < best.1.count {
      return best.1
    }
    let completions = candidates.filter { wanted.count >= 3 && $0.lowercased().hasPrefix(wanted) }
    return completions.count == 1 ? completions.first : nil
  }
}
