/// Why a whole list cannot be used: nothing of it is imported.
///
/// It says which file, where in it, what is wrong and what to do. It shows no cell's text but
/// column names.
package struct IntakeError: Error, Hashable, CustomStringConvertible {
  /// What is wrong with the list.
  package enum Problem: Hashable, Sendable {
    case cannotOpen(reason: String)
    case cannotRead(reason: String)
    case notAFile
    case tooLarge(limit: Int64)
    case empty
    /// An Excel workbook, `.xlsx` (a ZIP) or `.xls`.
    case excelWorkbook
    case archive(String)
    case pdf
    case webPage
    case notText
    case utf32
    case noRows
    case changedWhileReading
    /// The quote that opens in this row is still open at the end of the file, or for longer than a
    /// row may be.
    case unclosedQuote
    /// A quoted cell runs over a line break and ends in the middle of a cell: a quote is missing.
    case strayQuote
    case tooManyColumns(limit: Int)
    case headerTooLong(limit: Int)
    /// The first row looks like a recipient.
    case headerMissing
    case headersUnusable([HeaderFault], found: [String])
    case jsonEncoding
    case json(JSONFault, line: Int, column: Int)
    case notAList
    case severalLists([String])
  }

  /// The file's name without its folder, or `standard input`.
  package var file: String
  /// The row as a spreadsheet shows it; for JSON the element, the first being 1.
  package var row: Int?
  /// The column's own name.
  package var column: String?
  package var problem: Problem

  package init(_ problem: Problem, file: String, row: Int? = nil, column: String? = nil) {
    self.file = file
    self.row = row
    self.column = column
    self.problem = problem
  }

  /// One line for a person: where, what, and what to do.
  package var description: String {
    var place = file
    if let row { place += " row \(row)" }
    if let column, !column.isEmpty { place += ", column \"\(column)\"" }
    return place + (row == nil && column == nil ? " " : ": ") + message + "; " + remedy
  }
}

extension IntakeError {
  /// What is wrong, to be read after the place.
  package var message: String {
    switch problem {
    case .cannotOpen(let reason): "cannot be opened: \(reason)"
    case .cannotRead(let reason): "cannot be read: \(reason)"
    case .notAFile: "is not a file"
    case .tooLarge(let limit): "is larger than \(limit) bytes"
    case .empty: "is empty"
    case .excelWorkbook: "is an Excel workbook"
    case .archive(let kind): "is a \(kind) archive"
    case .pdf: "is a PDF document"
    case .webPage: "is a web page"
    case .notText: "is not a text file"
    case .utf32: "is written in UTF-32"
    case .noRows: "has no rows"
    case .changedWhileReading: "changed while it was being read"
    case .unclosedQuote: "a quote opens here and is never closed"
    case .strayQuote: "a quoted value runs over several lines and ends inside another value"
    case .tooManyColumns(let limit): "has more than \(limit) columns"
    case .headerTooLong(let limit): "has no line break in its first \(limit) bytes"
    case .headerMissing: "has no row of column names: its first row looks like a recipient"
    case .headersUnusable(let faults, _): HeaderFault.message(faults)
    case .jsonEncoding: "is not valid UTF-8, as JSON has to be"
    case .json(let fault, let line, let column):
      "line \(line), character \(column): \(fault.message)"
    case .notAList: "holds no list of objects"
    case .severalLists(let names): "holds several lists: \(names.joined(separator: ", "))"
    }
  }

  /// What to do.
  package var remedy: String {
    switch problem {
    case .cannotOpen: "check its name and its permissions"
    case .cannotRead: "copy it to a local disk and import that file"
    case .notAFile: "name a CSV or JSON file"
    case .tooLarge: "split it into several lists"
    case .empty, .noRows: "export the list again"
    case .excelWorkbook:
      "in Excel choose File, Save As, \"CSV UTF-8 (Comma delimited)\" and import that file"
    case .archive: "unpack it and import the CSV or JSON file in it"
    case .pdf, .webPage, .notText: "export the list as CSV or JSON and import that file"
    case .utf32: "save it as CSV UTF-8 and import that file"
    case .changedWhileReading: "import it again once it is complete"
    case .unclosedQuote, .strayQuote:
      "close the quote at the end of its value, and write a quote inside a value twice"
    case .tooManyColumns: "take out the columns that are not needed"
    case .headerTooLong: "check that it is a CSV file with one recipient a line"
    case .headerMissing: "put a row above it: name, street1, city, state, zip"
    case .headersUnusable(_, let found): Self.headerRemedy(found)
    case .jsonEncoding: "save it as UTF-8 and import that file"
    case .json: "correct it there, or export the list again"
    case .notAList:
      "write an array of objects, one object a line, or an object with \"recipients\": […]"
    case .severalLists: "call the one to be mailed \"recipients\" and leave the others out"
    }
  }

  /// How many column names an error shows at most.
  static let headersShown = 40

  private static func headerRemedy(_ found: [String]) -> String {
    let shown = found.prefix(headersShown).map { "\"\($0)\"" }.joined(separator: ", ")
    let more = found.count > headersShown ? " and \(found.count - headersShown) more" : ""
    return "the columns found are \(shown)\(more); rename them, or say which is which under"
      + " input.columns in the job file"
  }
}
