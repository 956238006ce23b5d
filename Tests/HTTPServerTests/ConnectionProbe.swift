@testable import HTTPServer

/// Drives an `HTTPConnection` without sockets: text in, time at will, text and steps out.
struct ConnectionProbe {
  private let start = ContinuousClock.now
  private var connection: HTTPConnection
  private var elapsed = Duration.zero
  /// Paths of the requests that the handler was asked for.
  private(set) var asked: [String] = []
  /// Steps other than waiting and asking, in order.
  private(set) var ends: [String] = []

  init(limits: HTTPLimits = HTTPLimits()) {
    let plain = HTTPServer.Configuration()
    let format = ResponseFormat(
      serverName: nil, errorBody: plain.errorBody, errorHeaders: plain.errorHeaders)
    connection = HTTPConnection(limits: limits, allowedHosts: nil, format: format, now: start)
  }

  private var now: HTTPConnection.Moment { .init(instant: start + elapsed, date: "today") }

  var wantsInput: Bool { connection.wantsInput }

  /// The time from the connection's start to its next deadline.
  var deadline: Duration? { connection.deadline.map { $0 - start } }

  mutating func receive(_ text: String) {
    latin1(text).withUnsafeBytes { connection.received($0) }
    drive()
  }

  mutating func endInput() {
    connection.inputEnded()
    drive()
  }

  mutating func answer(
    _ body: String = "ok", _ delivery: HTTPDelivery = .complete, delay: Duration = .zero
  ) {
    var response = HTTPResponse(status: 200, body: Array(body.utf8), delivery: delivery)
    response.delay = delay
    connection.answered(response, now)
    drive()
  }

  mutating func stop() {
    connection.stop(now)
    drive()
  }

  /// Moves time on, telling the connection of each deadline on the way.
  mutating func pass(_ duration: Duration) {
    let end = elapsed + duration
    while let deadline, deadline <= end, ends.last != "close", ends.last != "reset" {
      elapsed = deadline
      connection.deadlinePassed(now)
      drive()
    }
    elapsed = end
  }

  /// Takes what is to be sent, at most `bytesMax` bytes at a time.
  mutating func take(bytesMax: Int = .max, rounds: Int = .max) -> String {
    var bytes: [UInt8] = []
    var left = rounds
    while connection.wantsOutput, left > 0 {
      connection.send { offered in
        let count = min(bytesMax, offered.count)
        bytes.append(contentsOf: offered.prefix(count))
        return count
      }
      left -= 1
    }
    drive()
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func drive() {
    while ends.last != "close", ends.last != "reset" {
      switch connection.step(now) {
      case .wait: return
      case .handle(let request): asked.append(request.path)
      case .endOutput: ends.append("end output")
      case .close: ends.append("close")
      case .reset(let mayWait):
        if mayWait { return }
        ends.append("reset")
      }
    }
  }
}
