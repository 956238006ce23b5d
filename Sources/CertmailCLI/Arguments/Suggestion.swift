/// Finds the word that somebody probably meant.
package enum Suggestion {
  /// The candidate nearest to `word`, or `nil` when none is near: at most one edit for three letters
  /// and two edits for longer words, or `word` is the beginning of exactly one candidate.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let wanted = word.lowercased()
    let distances = candidates.map { (distance(wanted, $0.lowercased()), $0) }
    let allowed = wanted.count <= 3 ? 1 : 2
    // Of equals the first counts, so that the order of the table decides.
    if let best = distances.min(by: { $0.0 < $1.0 }), best.0 <= allowed, best.0 < best.1.count {
      return best.1
    }
    let completions = candidates.filter { wanted.count >= 3 && $0.lowercased().hasPrefix(wanted) }
    return completions.count == 1 ? completions.first : nil
  }

  /// The Damerau-Levenshtein distance (optimal string alignment): how many single letters have to be
  /// put in, taken out, changed, or swapped with their neighbour.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var cost = min(
          previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforePrevious[column - 1] + 1)
        }
        current.append(cost)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
