import Foundation
import MailModel
import Synchronization
import Testing

@testable import CertmailCLI

@Suite struct ConsoleTests {
  /// What a console wrote, both streams in their common order.
  private final class Recording: Sendable {
    private let texts = Mutex<[(stream: String, text: String)]>([])

    func sink(_ stream: String, width: Int?) -> TextSink {
      TextSink(
        write: { bytes throws(SinkError) in
          self.texts.withLock { $0.append((stream, String(decoding: bytes, as: UTF8.self))) }
        }, terminalWidth: { width })
    }

    func text(_ stream: String) -> String {
      texts.withLock { $0.filter { $0.stream == stream }.map(\.text).joined() }
    }
  }

  private func console(
    _ recording: Recording, _ display: DisplayOptions = DisplayOptions(), width: Int? = nil,
    _ environment: [String: String] = [:]
  ) -> Console {
    Console(
      display: display, output: recording.sink("out", width: width),
      errors: recording.sink("err", width: width),
      surroundings: .init(environment: environment, zone: .gmt))
  }

  @Test func `data goes to stdout and everything else to stderr`() throws {
    let recording = Recording()
    let console = console(recording, DisplayOptions(detail: .verbose))
    try console.data("a")
    try console.data(["b": 1])
    try console.data(TextTable([.init("c")], rows: [["d"]]))
    console.message("m")
    console.detail("d")
    console.warning("w")
    console.problem("p")
    console.progress(ProgressSnapshot(.submit, done: 1), at: UTCTime(rawValue: 0))
    #expect(recording.text("out") == "a\n{\"b\":1}\nc\nd\n")
    #expect(recording.text("err") == "m\nd\nwarning: w\np\nsubmit 1\n")
  }

  @Test func `quiet keeps warnings and problems only`() {
    let recording = Recording()
    let console = console(recording, DisplayOptions(detail: .quiet))
    console.message("m")
    console.detail("d")
    console.progress(ProgressSnapshot(.submit, done: 1), at: UTCTime(rawValue: 0))
    console.warning("w")
    console.problem("p")
    #expect(recording.text("err") == "warning: w\np\n")
  }

  @Test func `with JSON progress comes as events beside stdout`() {
    let recording = Recording()
    let console = console(recording, DisplayOptions(isJSON: true), width: 80)
    console.progress(ProgressSnapshot(.submit, done: 1), at: UTCTime(rawValue: 0))
    #expect(recording.text("out") == "")
    #expect(recording.text("err").hasPrefix("{\"event\":\"progress\""))
  }

  @Test func `a live line is gone before a message is written`() {
    let recording = Recording()
    let console = console(recording, width: 80, ["NO_COLOR": "1"])
    console.progress(ProgressSnapshot(.submit, done: 1), at: UTCTime(rawValue: 0))
    console.message("m")
    #expect(recording.text("err") == "\rsubmit 1\u{1B}[K\r\u{1B}[Km\n")
  }

  @Test func `neither a key nor a control character reaches the terminal`() {
    let recording = Recording()
    let console = console(recording)
    console.problem("key 321m_live_abc \u{1B}[2J\nnext")
    #expect(recording.text("err") == "key 321m_… ·[2J\nnext\n")
  }

  @Test(
    arguments: [
      (80, [:], false, true), (nil, [:], false, false), (80, ["NO_COLOR": "1"], false, false),
      (80, ["NO_COLOR": ""], false, true), (80, ["TERM": "dumb"], false, false),
      (80, ["TERM": "xterm"], true, false),
    ] as [(Int?, [String: String], Bool, Bool)])
  func `colors are for a terminal that wants them`(
    width: Int?, environment: [String: String], isPlain: Bool, hasColor: Bool
  ) {
    let recording = Recording()
    let console = console(recording, DisplayOptions(isPlain: isPlain), width: width, environment)
    console.problem("p")
    #expect(console.hasColor == hasColor)
    #expect(recording.text("err") == (hasColor ? "\u{1B}[31mp\u{1B}[0m\n" : "p\n"))
  }

  @Test(
    arguments: [
      (ProgressStyle.auto, 80, ProgressLine.Form.live(width: 80)), (.auto, nil, .plain),
      (.plain, 80, .plain), (.none, 80, .none),
    ] as [(ProgressStyle, Int?, ProgressLine.Form)])
  func `progress is live on a terminal only`(
    style: ProgressStyle, width: Int?, form: ProgressLine.Form
  ) {
    let sink = Recording().sink("err", width: width)
    let display = DisplayOptions(progress: style)
    #expect(Console.progressForm(display, sink, [:]) == form)
  }

  @Test(arguments: [
    ("y", true), (" YES ", true), ("", false), ("n", false), ("yep", false), (nil, false),
  ])
  func `only a yes is a yes`(answer: String?, isYes: Bool) {
    #expect(Console.isYes(answer) == isYes)
  }

  @Test func `data that cannot be written is an error with the system's words`() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let sink = TextSink(descriptor: descriptor)
    let error = #expect(throws: SinkError.self) { try sink.write([0x61]) }
    #expect(error?.description == "output cannot be written: No space left on device")
    #expect(error?.isClosedPipe == false && sink.terminalWidth() == nil)
  }
}
