package import MailModel

/// Reads a case list, CSV or JSON, batch by batch with constant memory.
///
/// ```
/// var reader = try CaseListReader(path: "list.csv")
/// var batch = RecordBatch()
/// while try reader.next(into: &batch) { … reader.headers[.zip] … }
/// ```
package struct CaseListReader: Sendable {
  /// What errors call the list: the file's name without its folder, or `standard input`.
  package let name: String
  /// What the list was read as.
  package let format: ListFormat
  /// Which column gives which field. For CSV fixed from the start; for JSON it grows with
  /// `columns`, batch by batch.
  package private(set) var headers: HeaderMap
  /// How many records have been handed over.
  package private(set) var recordCount = 0
  /// Whether all of the list has been handed over.
  package private(set) var isAtEnd = false

  private let file: ListFile
  private let explicit: [RowField: [String]]
  // Exactly one of the two is there; apart, so that each is changed in place.
  private var csv: CSVRecords?
  private var json: JSONRecords?
  private var hash = ContentHash()

  /// Opens the file at `path`; a pipe is copied to a nameless temporary file first.
  ///
  /// Without a `format` it goes by the extension, else by the first character. `explicit` is the
  /// job's `input.columns`. Throws when the file is no list or lacks a needed column.
  package init(
    path: String, format: ListFormat? = nil, explicit: [RowField: [String]] = [:],
    limits: IntakeLimits = IntakeLimits()
  ) throws(IntakeError) {
    let file = try ListFile(path: path, limits: limits)
    try self.init(file, format: format, explicit: explicit, limits: limits)
  }

  /// Reads from an open descriptor, which it takes over and closes in the end: 0 is standard input.
  package init(
    fileDescriptor: Int32, name: String = "standard input", format: ListFormat? = nil,
    explicit: [RowField: [String]] = [:], limits: IntakeLimits = IntakeLimits()
  ) throws(IntakeError) {
    let file = try ListFile(owning: fileDescriptor, name: name, limits: limits)
    try self.init(file, format: format, explicit: explicit, limits: limits)
  }

  private init(
    _ file: ListFile, format: ListFormat?, explicit: [RowField: [String]], limits: IntakeLimits
  ) throws(IntakeError) {
    let head = try ForeignFormat.refuse(file)
    let survey = try EncodingSurvey.survey(file)
    guard !ForeignFormat.isBinary(head, encoding: survey.encoding) else {
      throw IntakeError(.notText, file: file.name)
    }
    self.format = format ?? ListFormat.detect(name: file.name, head: head)
    self.file = file
    self.explicit = explicit
    name = file.name
    let window = TextWindow(over: file, survey: survey, refillBytes: limits.refillBytes)
    switch self.format {
    case .csv:
      let csv = try CSVRecords(window, limits: limits) { names in
        (try? HeaderMap(names: names, explicit: explicit, file: "")) != nil
      }
      headers = try HeaderMap(names: csv.columns, explicit: explicit, file: name)
      self.csv = csv
    case .json:
      json = try JSONRecords(window, limits: limits)
      headers = try HeaderMap(names: [], isComplete: false, file: name)
    }
  }

  /// The list's own columns as they came. For JSON they are the members' paths (`to.name`) and grow
  /// as new ones appear; a record's cells always stand in this order.
  package var columns: [String] { headers.names }

  /// How many bytes of the list the records so far took, about.
  package var bytesRead: Int { (csv?.window ?? json?.window)?.bytesPassed ?? 0 }

  /// What the list was recognised as: `Windows-1252, semicolon, CRLF` or `UTF-8, JSON lines`.
  package var summary: String {
    csv?.summary ?? json?.summary ?? ""
  }

  /// Fills `batch` with up to `RecordBatch.recordsMax` records; `false`, and an empty batch, when
  /// none are left.
  ///
  /// Throws when the rest cannot be read, when there is no row at all, or when the file was
  /// written to in the meantime: nothing of the list is to be used then.
  package mutating func next(into batch: inout RecordBatch) throws(IntakeError) -> Bool {
    guard try fill(&batch) else {
      if recordCount == 0 { throw IntakeError(.noRows, file: name) }
      try file.requireUnchanged()
      isAtEnd = true
      return false
    }
    recordCount += batch.records.count
    hash.add(batch)
    return true
  }

  /// What the list says, whatever its encoding, delimiter and line ends; `nil` before the end.
  package var contentHash: ContentHash? { isAtEnd ? hash.ending(columns: columns) : nil }

  private mutating func fill(_ batch: inout RecordBatch) throws(IntakeError) -> Bool {
    if try csv?.next(into: &batch) == true { return true }
    guard try json?.next(into: &batch) == true, let names = json?.columns else { return false }
    guard !names.isEmpty else { throw IntakeError(.notAList, file: name) }
    if names.count != headers.names.count {
      headers = try HeaderMap(names: names, explicit: explicit, file: name)
    }
    return true
  }
}
