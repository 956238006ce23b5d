import Glibc

/// The serving thread's own world: every connection, one `poll` for them all.
///
/// It is made on its thread and never leaves it; others reach it through its `LoopInbox`. Nothing
/// here blocks except `poll`, so a slow client costs a slot and no time. Handlers run as tasks
/// on threads of their own and post their answers. (`epoll` is not in Glibc's module; `poll` over a thousand
/// descriptors takes some tens of microseconds and serves many answers at a time under load.)
final class ServerLoop {
  /// A connection: its socket and its course.
  private final class Served {
    let socket: Socket
    let id: ConnectionID
    let isRefused: Bool
    var course: HTTPConnection

    init(socket: Socket, id: ConnectionID, isRefused: Bool, course: HTTPConnection) {
      self.socket = socket
      self.id = id
      self.isRefused = isRefused
      self.course = course
    }
  }

  /// How long accepting rests when descriptors have run out.
  private static let exhaustedPause: Duration = .milliseconds(100)
  /// Connections accepted in one round, so that a flood of them does not starve those being served.
  private static let acceptsPerRound = 64
  /// Places in `polled` before those of the slots: the inbox and the listener.
  private static let fixedPlaces = 2

  private let configuration: HTTPServer.Configuration
  private let handler: HTTPHandler
  private let inbox: LoopInbox
  private let wakeUp: Socket
  private let threads = HandlerThreads()
  private let clock = ContinuousClock()
  private let format: ResponseFormat
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

  private var listener: ListeningSocket?
  private var slots: [Served?] = []
  private var freeSlots: [Int] = []
  private var generation = 0
  private var servedCount = 0
  private var refusedCount = 0
  /// `poll`'s list: inbox, listener, then the slots in their order; -1 stands for none.
  private var polled: [pollfd]
  private var running: [ConnectionID: Task<Void, Never>] = [:]
  private var now: HTTPConnection.Moment
  private var nowSeconds = 0
  /// Not later than any connection's deadline.
  private var earliest: ContinuousClock.Instant?
  private var acceptsAgainAt: ContinuousClock.Instant?
  private var stopWaiters: [CheckedContinuation<Void, Never>] = []
  private var stopEnd: ContinuousClock.Instant?
  private var hasCancelled = false

  init(
    listener: ListeningSocket, inbox: LoopInbox, wakeUp: Socket,
    configuration: HTTPServer.Configuration, handler: @escaping HTTPHandler
  ) {
    self.listener = listener
    self.inbox = inbox
    self.wakeUp = wakeUp
    self.configuration = configuration
    self.handler = handler
    format = ResponseFormat(
      serverName: configuration.serverName, errorBody: configuration.errorBody,
      errorHeaders: configuration.errorHeaders)
    polled = [
      pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: listener.socket.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    now = HTTPConnection.Moment(instant: clock.now, date: "")
  }

  deinit {
    threads.close()
    buffer.deallocate()
  }

  /// Serves until stopped; every descriptor is closed when it returns.
  func run() -> [CheckedContinuation<Void, Never>] {
    while !isFinished {
      waitForEvents()
      updateNow()
      if polled[0].revents != 0 { readInbox() }
      serveReady()
      if listener != nil, polled[1].revents != 0 { acceptWaiting() }
      passDeadlines()
    }
    for message in inbox.close() {
      if case .stop(let waiter?) = message { stopWaiters.append(waiter) }
    }
    return stopWaiters
  }

  private var isFinished: Bool {
    guard let stopEnd, servedCount + refusedCount == 0 else { return false }
    return running.isEmpty || (hasCancelled && now.instant >= stopEnd)
  }

  private func updateNow() {
    now.instant = clock.now
    let seconds = configuration.unixTime()
    if seconds != nowSeconds || now.date.isEmpty {
      nowSeconds = seconds
      now.date = HTTPDate.format(unixSeconds: seconds)
    }
  }

  // MARK: Waiting

  private func waitForEvents() {
    let places = servedCount + refusedCount
    let isFull = places >= configuration.limits.connectionsMax + configuration.limits.refusalsMax
    polled[1].fd = isFull || acceptsAgainAt != nil ? -1 : listener?.socket.descriptor ?? -1
    let next = [earliest, acceptsAgainAt, stopEnd].compactMap(\.self).min()
    let count = poll(&polled, nfds_t(polled.count), Self.milliseconds(until: next, clock.now))
    // Interrupted by a signal: the list then holds old results.
    if count < 0 { for place in polled.indices { polled[place].revents = 0 } }
  }

  /// The wait rounded up, so that the deadline has passed afterwards; -1 for none.
  private static func milliseconds(
    until end: ContinuousClock.Instant?, _ now: ContinuousClock.Instant
  ) -> Int32 {
    guard let end else { return -1 }
    let wait = (end - now) / Duration.milliseconds(1)
    return wait <= 0 ? 0 : Int32(min(wait.rounded(.up), 3_600_000))
  }

  private func passDeadlines() {
    if let again = acceptsAgainAt, now.instant >= again { acceptsAgainAt = nil }
    if let end = stopEnd, now.instant >= end { endStopping() }
    guard let due = earliest, now.instant >= due else { return }
    earliest = nil
    for case let served? in slots {
      if let deadline = served.course.deadline, now.instant >= deadline {
        served.course.deadlinePassed(now)
        drive(served)
      } else {
        noteDeadline(served)
      }
    }
  }

  private func noteDeadline(_ served: Served) {
    guard let deadline = served.course.deadline else { return }
    earliest = min(earliest ?? deadline, deadline)
  }

  // MARK: Messages

  private func readInbox() {
    _ = wakeUp.read(into: buffer)
    for message in inbox.take() {
      switch message {
      case .answer(let id, let response):
        running[id] = nil
        guard let served = slots[id.slot], served.id == id else { continue }
        served.course.answered(response, now)
        drive(served)
      case .stop(let waiter):
        if let waiter { stopWaiters.append(waiter) }
        if stopEnd == nil { beginStopping() }
      }
    }
  }

  private func beginStopping() {
    listener = nil
    acceptsAgainAt = nil
    polled[1] = pollfd(fd: -1, events: 0, revents: 0)
    stopEnd = now.instant + configuration.limits.stopTime
    for case let served? in slots {
      served.course.stop(now)
      drive(served)
    }
  }

  /// The time to finish is over: connections end, handlers are cancelled and get as much again.
  private func endStopping() {
    guard !hasCancelled else { return }
    hasCancelled = true
    stopEnd = now.instant + configuration.limits.stopTime
    for case let served? in slots { remove(served) }
    for task in running.values { task.cancel() }
  }

  // MARK: Connections

  private func acceptWaiting() {
    guard let listener else { return }
    for _ in 0..<Self.acceptsPerRound {
      guard refusedCount < configuration.limits.refusalsMax else { return }
      switch listener.accept() {
      case .connection(let socket): add(socket)
      case .none: return
      case .exhausted:
        acceptsAgainAt = now.instant + Self.exhaustedPause
        return
      }
    }
  }

  private func add(_ socket: Socket) {
    socket.sendWithoutDelay()
    generation += 1
    let slot = freeSlots.popLast() ?? slots.count
    if slot == slots.count {
      slots.append(nil)
      polled.append(pollfd())
    }
    let isRefused = servedCount >= configuration.limits.connectionsMax
    let served = Served(
      socket: socket, id: ConnectionID(slot: slot, generation: generation), isRefused: isRefused,
      course: HTTPConnection(
        limits: configuration.limits, allowedHosts: configuration.allowedHosts, format: format,
        now: now.instant))
    slots[slot] = served
    polled[slot + Self.fixedPlaces] = pollfd(fd: socket.descriptor, events: 0, revents: 0)
    if isRefused {
      refusedCount += 1
      served.course.refuse(
        HTTPRefusal(503, "Too many connections are open; close some or try again later."), now)
    } else {
      servedCount += 1
    }
    drive(served)
  }

  private func remove(_ served: Served) {
    if served.isRefused { refusedCount -= 1 } else { servedCount -= 1 }
    slots[served.id.slot] = nil
    polled[served.id.slot + Self.fixedPlaces] = pollfd(fd: -1, events: 0, revents: 0)
    freeSlots.append(served.id.slot)
  }

  private func serveReady() {
    for slot in slots.indices {
      let events = Int32(polled[slot + Self.fixedPlaces].revents)
      guard events != 0, let served = slots[slot] else { continue }
      if events & Int32(POLLIN) != 0 {
        guard read(served) else { continue }
      } else if events & Int32(POLLERR | POLLHUP | POLLNVAL) != 0 {
        remove(served)
        continue
      }
      drive(served)
    }
  }

  /// Reads once; false when the connection is gone.
  private func read(_ served: Served) -> Bool {
    switch served.socket.read(into: buffer) {
    case .moved(let count):
      served.course.received(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    case .ended: served.course.inputEnded()
    case .wouldBlock: break
    case .failed:
      remove(served)
      return false
    }
    return true
  }

  /// Does what the connection's course asks for until it has to wait.
  private func drive(_ served: Served) {
    while true {
      switch served.course.step(now) {
      case .handle(let request): ask(served.id, request)
      case .endOutput: served.socket.endOutput()
      case .close: return remove(served)
      case .reset(let mayWait):
        if mayWait, served.socket.unacknowledgedBytes > 0 { return rest(served) }
        served.socket.resetOnClose()
        return remove(served)
      case .wait:
        switch write(served) {
        case .moved: continue
        case .wouldBlock: return rest(served)
        case .ended, .failed: return remove(served)
        }
      }
    }
  }

  /// Sends what there is to send; `wouldBlock` also when that is nothing.
  private func write(_ served: Served) -> Socket.Transfer {
    guard served.course.wantsOutput else { return .wouldBlock }
    var result = Socket.Transfer.wouldBlock
    served.course.send { bytes in
      result = served.socket.write(bytes)
      if case .moved(let count) = result { return count }
      return 0
    }
    return result
  }

  /// Waits for what the connection can use next.
  private func rest(_ served: Served) {
    let input = served.course.wantsInput ? POLLIN : 0
    let output = served.course.wantsOutput ? POLLOUT : 0
    let events = input | output
    polled[served.id.slot + Self.fixedPlaces].events = Int16(events)
    noteDeadline(served)
  }

  /// An unstructured task, as a thread has no task group; `running` keeps it in hand.
  private func ask(_ id: ConnectionID, _ request: HTTPRequest) {
    running[id] = Task(executorPreference: threads) { [handler, inbox] in
      inbox.post(.answer(id, await handler(request)))
    }
  }
}
