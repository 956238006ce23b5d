/// How many slips of the keyboard lie between two words: letters inserted, dropped, changed, or two
/// neighbours swapped (optimal string alignment).
///
/// `CF` and `CA`: 1. `Clafiornia` and `California`: 2. `ab` and `ba`: 1.
package enum EditDistance {
  /// The number of slips between two sequences: bytes of ASCII words, or characters.
  package static func between<Letter: Equatable>(_ from: [Letter], _ to: [Letter]) -> Int {
    var rows = [Array(0...to.count)]
    for i in 0..<from.count {
      var row = [i + 1]
      for j in 0..<to.count {
        let change = rows[i][j] + (from[i] == to[j] ? 0 : 1)
        var least = min(change, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, from[i] == to[j - 1], from[i - 1] == to[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[from.count][to.count]
  }
}
