import Foundation
package import MailModel

/// Reads a case list batch by batch, whatever it was written in; memory stays flat.
package struct CaseListReader {
  /// How a list is written.
  package enum Format: String, CaseIterable, Hashable, Sendable { case csv, json }

  private enum Records {
    case csv(CSVRecords)
    case json(JSONRecords)
  }

  private let file: ListFile
  private var records: Records
  /// Which own column gives which field; grows with the columns of a JSON list.
  package private(set) var header: HeaderMap

  /// Opens a file, or `-` for standard input.
  /// - Throws: `IntakeError` when nothing of it can be used: unreadable, a workbook, no columns.
  package init(
    path: String, format: Format? = nil, columns: [RowField: [String]] = [:],
    limits: IntakeLimits = IntakeLimits()
  ) throws(IntakeError) {
    file =
      path == "-"
      ? try ListFile(owning: dup(0), name: "standard input", limits: limits)
      : try ListFile(path: path, limits: limits)
    try FileKind.refuseUnusable(file)
    let survey = try EncodingSurvey.survey(file)
    let window = TextWindow(over: file, survey: survey, refillBytes: limits.refillBytes)
    header = HeaderMap(explicit: columns)
    let recognised = try FileKind.format(of: file, path: path, survey: survey)
    if (format ?? recognised) == .json {
      records = .json(JSONRecords(window, limits: limits))
    } else {
      let csv = try CSVRecords(window, limits: limits)
      records = .csv(csv)
      for name in csv.columns { header.add(name) }
      header.markOurs(csv.columns)
      try requireUsableHeader()
    }
  }

  /// The list's own column names as they came.
  package var columns: [String] {
    switch records {
    case .csv(let csv): csv.columns
    case .json(let json): json.columns
    }
  }

  /// Whether the columns are fixed by a header.
  package var isCSV: Bool {
    if case .csv = records { true } else { false }
  }

  /// What was recognised: `Windows-1252, semicolon, CRLF`.
  package var summary: String {
    switch records {
    case .csv(let csv): csv.summary
    case .json(let json): json.summary
    }
  }

  /// Fills the batch with the next records; `false` at the end.
  package mutating func next(into batch: inout RecordBatch) throws(IntakeError) -> Bool {
    switch records {
    case .csv(var csv):
      defer { records = .csv(csv) }
      return try csv.next(into: &batch)
    case .json(var json):
      let more = try json.next(into: &batch)
      records = .json(json)
      for name in json.columns.dropFirst(header.fields.count) { header.add(name) }
      header.markOurs(json.columns)
      if more { try requireUsableHeader() }
      return more
    }
  }

  /// Throws when the file was written to while it was read.
  package func requireUnchanged() throws(IntakeError) { try file.requireUnchanged() }

  private func requireUsableHeader() throws(IntakeError) {
    let faults = header.faults(columns)
    guard faults.isEmpty else {
      throw IntakeError(.headersUnusable(faults, found: columns), file: file.name)
    }
  }
}
