package import Foundation
package import MailModel
import Synchronization

/// The program's voice: data to stdout, messages and progress to stderr, and never one into the
/// middle of the other.
package final class Console: Sendable {
  /// What the environment says about colors and the terminal.
  package struct Surroundings: Sendable {
    /// The process's environment: `NO_COLOR`, `TERM`.
    package var environment: [String: String]
    /// The zone of times of day in messages.
    package var zone: TimeZone

    package init(environment: [String: String], zone: TimeZone) {
      self.environment = environment
      self.zone = zone
    }
  }

  /// How messages, progress and results were asked for.
  package let display: DisplayOptions
  /// Whether messages have colors.
  package let hasColor: Bool
  private let output: TextSink
  private let errors: TextSink
  private let progressLine: Mutex<ProgressLine>

  /// A console on `output` and `errors`, which are told apart by whether they are terminals.
  package init(
    display: DisplayOptions, output: TextSink, errors: TextSink, surroundings: Surroundings
  ) {
    self.display = display
    self.output = output
    self.errors = errors
    hasColor = Self.hasColor(display, errors, surroundings.environment)
    let form = Self.progressForm(display, errors, surroundings.environment)
    progressLine = Mutex(ProgressLine(form, zone: surroundings.zone))
  }

  /// The console of this process.
  package convenience init(_ display: DisplayOptions) {
    self.init(
      display: display, output: .standardOutput, errors: .standardError,
      surroundings: Surroundings(
        environment: ProcessInfo.processInfo.environment, zone: .current))
  }

  /// Colors are for a terminal that can show them, unless `--no-color` or a `NO_COLOR` that is not
  /// empty (no-color.org) asks for none.
  static func hasColor(
    _ display: DisplayOptions, _ errors: TextSink, _ environment: [String: String]
  ) -> Bool {
    !display.isPlain && errors.terminalWidth() != nil && (environment["NO_COLOR"] ?? "").isEmpty
      && !isDumb(environment)
  }

  /// A live line needs a terminal that can erase; with `--json` programs read, so they get events.
  static func progressForm(
    _ display: DisplayOptions, _ errors: TextSink, _ environment: [String: String]
  ) -> ProgressLine.Form {
    if display.detail == .quiet || display.progress == .none { return .none }
    if display.isJSON { return .events }
    guard display.progress == .auto, let width = errors.terminalWidth(), !isDumb(environment)
    else { return .plain }
    return .live(width: width)
  }

  private static func isDumb(_ environment: [String: String]) -> Bool {
    environment["TERM"] == "dumb"
  }
}

extension Console {
  /// The columns for a table on stdout; `nil` when stdout is no terminal and nothing is cut.
  package var tableWidth: Int? { output.terminalWidth() }

  /// Writes a line of data to stdout.
  package func data(_ line: String) throws(SinkError) { try data(raw: line + "\n") }

  /// Writes data to stdout as it is.
  package func data(raw text: String) throws(SinkError) {
    try progressLine.withLock { line throws(SinkError) in
      if let erasure = line.erasure() { writeError(erasure) }
      try output.write(Array(text.utf8))
    }
  }

  /// Writes a JSON value as one line to stdout.
  package func data(_ value: JSONText) throws(SinkError) { try data(value.line) }

  /// Writes what a command did as one line of JSON, where `--json` asks for it.
  package func answer(_ value: JSONText) throws(SinkError) {
    if display.isJSON { try data(value) }
  }

  /// Writes a line of text, or with `--json` a value.
  package func data(_ line: String, or value: JSONText) throws(SinkError) {
    if display.isJSON { try data(value) } else { try data(line) }
  }

  /// Writes a table to stdout, as wide as the terminal allows.
  package func data(_ table: TextTable) throws(SinkError) {
    try data(raw: table.lines(width: tableWidth).map { $0 + "\n" }.joined())
  }

  /// Says what happens; not with `--quiet`.
  package func message(_ text: String, _ style: TextStyle = .plain) {
    if display.detail != .quiet { say(text, style) }
  }

  /// Says a step that only `--verbose` wants to hear.
  package func detail(_ text: String) {
    if display.detail == .verbose { say(text, .faint) }
  }

  /// Says what somebody may want to look at; also with `--quiet`.
  package func warning(_ text: String) { say("warning: " + text, .remarkable) }

  /// Says what is wrong; also with `--quiet`.
  package func problem(_ text: String) { say(text, .bad) }

  /// Shows how far the work has come, when it is time to.
  package func progress(_ snapshot: ProgressSnapshot, at now: UTCTime) {
    progressLine.withLock { line in
      if let text = line.text(for: snapshot, at: now) { writeError(text) }
    }
  }

  /// Takes a live progress line off the screen.
  package func eraseProgress() {
    progressLine.withLock { line in
      if let erasure = line.erasure() { writeError(erasure) }
    }
  }

  private func say(_ text: String, _ style: TextStyle) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let painted = lines.map {
      style.paint(DisplayWidth.harmless(KeyRedaction.redacted(String($0))), isColorful: hasColor)
    }
    progressLine.withLock { line in
      writeError((line.erasure() ?? "") + painted.joined(separator: "\n") + "\n")
    }
  }

  private func writeError(_ text: String) {
    // Nobody can be told that stderr is gone, and the mail must go on without it.
    try? errors.write(Array(text.utf8))
  }
}
