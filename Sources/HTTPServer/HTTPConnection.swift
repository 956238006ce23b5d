/// One connection's course, decided without sockets: bytes and times go in, steps come out.
///
/// The owner tells it what happened (`received`, `inputEnded`, `answered`, `deadlinePassed`), then
/// asks `step` until it says wait, sends what `output` holds and comes back at `deadline`.
struct HTTPConnection {
  typealias Instant = ContinuousClock.Instant

  /// The present: for time limits, and as the Date field says it.
  struct Moment {
    var instant: Instant
    var date: String
  }

  /// What the owner has to do now.
  enum Step {
    /// Nothing before the next event.
    case wait
    /// Ask the handler, then call `answered`.
    case handle(HTTPRequest)
    /// End our side of the connection, then ask again.
    case endOutput
    /// Close the connection.
    case close
    /// Reset the connection; `mayWait` for the client to have everything that was sent.
    case reset(mayWait: Bool)
  }

  /// What follows once the answer is out.
  private enum Ending { case next, close, reset }

  private enum Phase {
    case reading(until: Instant)
    case handling(isHead: Bool, keepsConnection: Bool)
    case holding(HTTPResponse, isHead: Bool, keepsConnection: Bool, until: Instant)
    case answering(Ending, until: Instant)
    case dripping(Ending, pause: Duration, next: Instant)
    case silent
    case resetting(giveUp: Instant, next: Instant)
    case lingering(until: Instant)
    case over(isReset: Bool)
  }

  /// How often a connection to be reset looks whether its bytes have arrived.
  private static let resetPause: Duration = .milliseconds(2)

  private let limits: HTTPLimits
  private let format: ResponseFormat
  private var parser: HTTPRequestParser
  private var clock: ReadingClock
  private var phase: Phase
  private var output = OutputQueue()
  private var dripAllowance = 0
  private var hasInputEnded = false
  private var isStopping = false

  init(
    limits: HTTPLimits, allowedHosts: Set<String>?, format: ResponseFormat, now: Instant
  ) {
    self.limits = limits
    self.format = format
    parser = HTTPRequestParser(limits: limits, allowedHosts: allowedHosts)
    clock = ReadingClock(limits: limits, now: now)
    phase = .reading(until: now + limits.headTime)
  }

  /// When to call `deadlinePassed` at the latest.
  var deadline: Instant? {
    switch phase {
    case .reading(let until), .answering(_, let until), .lingering(let until): until
    case .dripping(_, _, let next), .resetting(_, let next): next
    case .holding(_, _, _, let until): until
    case .handling, .silent, .over: nil
    }
  }

  /// Whether bytes from the client are of use now; while an answer goes out they wait.
  var wantsInput: Bool {
    if hasInputEnded { return false }
    return switch phase {
    case .reading, .silent, .lingering: true
    case .handling, .holding: parser.heldBytes < limits.pipelinedBytesMax
    case .answering, .dripping, .resetting, .over: false
    }
  }

  /// Whether bytes are to be sent now.
  var wantsOutput: Bool { outputBytesMax > 0 && !output.isEmpty }

  private var outputBytesMax: Int {
    if case .dripping = phase { dripAllowance } else { .max / 2 }
  }

  /// Hands the bytes to send to `write`, which returns how many the socket took.
  mutating func send(_ write: (UnsafeRawBufferPointer) -> Int) {
    var taken = 0
    output.send(bytesMax: outputBytesMax) { bytes in
      taken = write(bytes)
      return taken
    }
    if case .dripping = phase { dripAllowance -= taken }
  }

  /// The client sent these bytes.
  mutating func received(_ bytes: UnsafeRawBufferPointer) {
    switch phase {
    case .reading, .handling, .holding, .answering, .dripping: parser.feed(bytes)
    case .silent, .resetting, .lingering, .over: break
    }
  }

  /// The client ended its side; it may still read.
  mutating func inputEnded() { hasInputEnded = true }

  /// Turns the client down before reading anything.
  mutating func refuse(_ refusal: HTTPRefusal, _ now: Moment) {
    let context = ResponseFormat.Context(closes: true, date: now.date)
    send(format.bytes(format.response(to: refusal), context), .close, now)
  }

  /// The handler's answer to the request of `Step.handle`.
  mutating func answered(_ response: HTTPResponse, _ now: Moment) {
    guard case .handling(let isHead, let keepsConnection) = phase else { return }
    guard response.delay <= .zero || isStopping else {
      phase = .holding(
        response, isHead: isHead, keepsConnection: keepsConnection,
        until: now.instant + response.delay)
      return
    }
    answer(response, isHead: isHead, keepsConnection: keepsConnection, now)
  }

  private mutating func answer(
    _ response: HTTPResponse, isHead: Bool, keepsConnection: Bool, _ now: Moment
  ) {
    let keeps = keepsConnection && !isStopping && !response.omitsLength
    let ending: Ending = keeps ? .next : .close
    let bytes = format.bytes(
      response, .init(isHead: isHead, closes: ending == .close, date: now.date))
    switch response.delivery {
    case .complete: send(bytes, ending, now)
    case .cut(let count): send(bytes, bytesMax: count, .close, now)
    case .reset(let count): send(bytes, bytesMax: count, .reset, now)
    case .close: send([], .close, now)
    case .garbage(let garbage): send([garbage], .close, now)
    case .silent: phase = isStopping ? .over(isReset: false) : .silent
    case .drip(let pause):
      send(bytes, ending, now)
      dripAllowance = 1
      phase = .dripping(ending, pause: pause, next: now.instant + pause)
    }
  }

  private mutating func send(
    _ bytes: [[UInt8]], bytesMax: Int = .max, _ ending: Ending, _ now: Moment
  ) {
    output.append(bytes, bytesMax: bytesMax)
    phase = .answering(ending, until: now.instant + limits.answerTime)
  }

  /// The server stops: what is under way may end, nothing new begins.
  mutating func stop(_ now: Moment) {
    isStopping = true
    switch phase {
    case .silent, .dripping, .lingering: phase = .over(isReset: false)
    case .holding(let response, let isHead, let keepsConnection, _):
      answer(response, isHead: isHead, keepsConnection: keepsConnection, now)
    case .reading, .handling, .answering, .resetting, .over: break
    }
  }

  /// The instant of `deadline` has come.
  mutating func deadlinePassed(_ now: Moment) {
    switch phase {
    case .answering: phase = .over(isReset: true)
    case .lingering: phase = .over(isReset: false)
    case .dripping(let ending, let pause, _):
      dripAllowance = 1
      phase = .dripping(ending, pause: pause, next: now.instant + pause)
    case .resetting(let giveUp, _):
      phase = .resetting(giveUp: giveUp, next: now.instant + Self.resetPause)
    case .holding(let response, let isHead, let keepsConnection, _):
      answer(response, isHead: isHead, keepsConnection: keepsConnection, now)
    case .reading, .handling, .silent, .over: break
    }
  }

  /// What to do now; ask again until it is `wait`.
  mutating func step(_ now: Moment) -> Step {
    while true {
      switch phase {
      case .reading:
        if let step = read(now) { return step }
      case .answering(let ending, _), .dripping(let ending, _, _):
        guard output.isEmpty else { return .wait }
        if let step = end(ending, now) { return step }
      case .resetting(let giveUp, _): return .reset(mayWait: now.instant < giveUp)
      case .silent, .lingering:
        guard hasInputEnded else { return .wait }
        phase = .over(isReset: false)
      case .handling, .holding: return .wait
      case .over(let isReset): return isReset ? .reset(mayWait: false) : .close
      }
    }
  }

  /// Reads on; nil when the phase changed.
  private mutating func read(_ now: Moment) -> Step? {
    switch parser.next() {
    case .request(let request, let keepsConnection):
      phase = .handling(isHead: request.method == "HEAD", keepsConnection: keepsConnection)
      return .handle(request)
    case .continueExpected: output.append(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    case .error(let status, let message): refuse(HTTPRefusal(status, message), now)
    case .needMore: return awaitMore(now)
    }
    return nil
  }

  private mutating func awaitMore(_ now: Moment) -> Step? {
    let stage = parser.stage
    if isStopping || (hasInputEnded && stage == .idle) {
      phase = .over(isReset: false)
    } else if hasInputEnded {
      refuse(HTTPRefusal(400, "The request ended before it was complete."), now)
    } else {
      switch clock.check(stage, bodyBytes: parser.bodyBytes, now: now.instant) {
      case .inTime(let until):
        phase = .reading(until: until)
        return .wait
      case .idleTooLong: phase = .over(isReset: false)
      case .late(let refusal): refuse(refusal, now)
      }
    }
    return nil
  }

  /// The answer is out; nil when the next request's turn has come.
  private mutating func end(_ ending: Ending, _ now: Moment) -> Step? {
    switch ending {
    case .next:
      clock.restart(now: now.instant)
      phase = .reading(until: now.instant + limits.idleTime)
      return nil
    case .close:
      guard !isStopping, !hasInputEnded else {
        phase = .over(isReset: false)
        return nil
      }
      phase = .lingering(until: now.instant + limits.lingerTime)
      return .endOutput
    case .reset:
      phase = .resetting(
        giveUp: now.instant + limits.lingerTime, next: now.instant + Self.resetPause)
      return nil
    }
  }
}
