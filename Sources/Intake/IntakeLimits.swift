/// How much of everything a case list may have; each limit keeps memory bounded and has a test at
/// its edge.
package struct IntakeLimits: Hashable, Sendable {
  /// A file larger than this is refused: 16 GiB, a hundred million rows.
  package var fileBytes: Int64 = 16 << 30
  /// A row larger than this is unusable: 1 MiB, a thousand times an ordinary one.
  package var rowBytes = 1 << 20
  /// A cell larger than this makes its row unusable: 64 KiB, twice what a spreadsheet cell holds.
  package var fieldBytes = 64 << 10
  /// A list with more columns than this is refused.
  package var columns = 1_000
  /// JSON nested deeper than this is refused; a case list needs four levels.
  package var nesting = 512
  /// How many bytes are asked of the file at a time.
  package var refillBytes = 256 << 10

  package init() {}
}
