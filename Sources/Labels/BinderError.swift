/// Why there is no merged file. The single labels are not touched by any of these.
package enum BinderError: Error, Hashable, Sendable {
  /// There is no `qpdf` on the search path.
  case qpdfMissing
  /// An empty list was given.
  case nothingToBind
  /// More rows than one file may hold.
  case tooManyRows(Int, max: Int)
  /// `qpdf` could not be started, or ended with an error; its own words, cut to a line.
  case qpdfFailed(String)
  /// `qpdf` was ended after so many seconds.
  case qpdfTooSlow(seconds: Int)
  case interrupted
  case file(LabelFileError)

  /// What happened and what to do next, on one line.
  package var message: String {
    switch self {
    case .qpdfMissing:
      "no merged file was made because qpdf is not installed (Debian, Ubuntu: apt-get install qpdf);"
        + " the single labels are in \(LabelStore.folderName)/"
    case .nothingToBind: "no merged file was made: no row was chosen"
    case .tooManyRows(let rows, let max):
      "no merged file was made: it would have \(rows) rows, and \(max) is the most; choose fewer"
        + " with --rows or --by matter"
    case .qpdfFailed(let words):
      "no merged file was made, qpdf failed: \(words); the single labels are in"
        + " \(LabelStore.folderName)/"
    case .qpdfTooSlow(let seconds):
      "no merged file was made: qpdf was ended after \(seconds) s; choose fewer rows with --rows"
    case .interrupted: "no merged file was made: interrupted; run again"
    case .file(let error): "no merged file was made: \(error.message)"
    }
  }
}
