import Foundation
import Synchronization

/// One client: reads requests, lets the handler answer, in order, until one side ends it.
///
/// It runs on a thread of its own and may block there; the handler runs in Swift's concurrency.
struct HTTPConnection: Sendable {
  let descriptor: Int32
  let configuration: HTTPServer.Configuration
  let handler: HTTPHandler
  let isStopping: @Sendable () -> Bool

  private static let receiveBytes = 16 * 1024

  /// Serves until the connection ends; the caller closes the descriptor.
  func serve() {
    Socket.sendAtOnce(descriptor)
    var parser = HTTPRequestParser(limits: configuration.limits)
    var buffer = [UInt8](repeating: 0, count: Self.receiveBytes)
    var deadline: UInt64?
    while !isStopping() {
      do {
        if let request = try parser.next() {
          deadline = nil
          guard answer(request) else { return }
          continue
        }
        if parser.expectsContinue, !send("HTTP/1.1 100 Continue\r\n\r\n") { return }
        let limit = parser.isMidRequest ? deadline ?? Self.now + allowance(parser) : nil
        if parser.isMidRequest { deadline = limit }
        guard try receive(into: &buffer, &parser, until: limit) else { return }
      } catch {
        refuse(error)
        return
      }
    }
  }

  private func allowance(_ parser: HTTPRequestParser) -> UInt64 {
    let limits = configuration.limits
    let time = parser.isMidBody ? limits.headTime + limits.bodyTime : limits.headTime
    return UInt64(time.nanoseconds)
  }

  private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  private func receive(
    into buffer: inout [UInt8], _ parser: inout HTTPRequestParser, until deadline: UInt64?
  ) throws(HTTPFault) -> Bool {
    let time: Int64 =
      deadline.map { Int64(clamping: ($0 > Self.now ? $0 - Self.now : 0) / 1_000_000) }
      ?? configuration.limits.idleTime.nanoseconds / 1_000_000
    guard Socket.waitReadable(descriptor, milliseconds: time) else {
      // An idle connection ends quietly; a request that dawdles is told.
      if deadline == nil { return false }
      throw HTTPFault(408, "the request took too long to arrive")
    }
    guard let count = Socket.receive(descriptor, into: &buffer) else { return false }
    parser.append(buffer[..<count])
    return true
  }

  /// Answers one request; `false` ends the connection.
  private func answer(_ request: HTTPRequest) -> Bool {
    if let hosts = configuration.allowedHosts, let host = request.header("host"),
      !hosts.contains(Self.name(ofHost: host))
    {
      refuse(HTTPFault(421, "this server does not answer for the host \(host)"))
      return false
    }
    let response = handled(request)
    let asked = request.header("connection")?.lowercased() ?? ""
    let closes = asked.contains("close") || request.isHTTP10 || isStopping() || response.omitsLength
    let bytes = response.bytes(
      isHead: request.method == "HEAD", closes: closes, date: HTTPDate.text(Date()))
    return deliver(bytes, response.delivery) && !closes
  }

  private static func name(ofHost host: String) -> String {
    String(host.prefix { $0 != ":" }).lowercased()
  }

  /// Where a handler's answer is left for the waiting thread.
  private final class Answer: Sendable {
    let response = Mutex<HTTPResponse?>(nil)
    let isThere = DispatchSemaphore(value: 0)
  }

  private func handled(_ request: HTTPRequest) -> HTTPResponse {
    let answer = Answer()
    let handler = handler
    Task.detached {
      let response = await handler(request)
      answer.response.withLock { $0 = response }
      answer.isThere.signal()
    }
    answer.isThere.wait()
    return answer.response.withLock { $0 } ?? HTTPResponse(status: 500)
  }

  /// Sends the answer, or spoils it as asked; `true` when the connection can go on.
  private func deliver(_ bytes: [UInt8], _ delivery: HTTPDelivery) -> Bool {
    switch delivery {
    case .complete: return Socket.send(descriptor, bytes[...])
    case .cut(let count): _ = Socket.send(descriptor, bytes.prefix(count))
    case .reset(let count):
      _ = Socket.send(descriptor, bytes.prefix(count))
      Socket.closeWithReset(descriptor)
    case .close: break
    case .silent:
      while !isStopping(), !Socket.waitReadable(descriptor, milliseconds: 100) {}
    case .drip(let pause):
      for index in bytes.indices {
        guard !isStopping(), Socket.send(descriptor, bytes[index...index]) else { return false }
        Thread.sleep(forTimeInterval: Double(pause.nanoseconds) / 1e9)
      }
      return true
    case .garbage(let garbage): _ = Socket.send(descriptor, garbage[...])
    }
    return false
  }

  private func refuse(_ fault: HTTPFault) {
    let (type, body) = configuration.faultBody(fault)
    let response = HTTPResponse(
      status: fault.status, headers: [("Content-Type", type)] + configuration.faultHeaders(),
      body: body)
    _ = Socket.send(
      descriptor, response.bytes(isHead: false, closes: true, date: HTTPDate.text(Date()))[...])
    // What the client still sends is taken, so that a reset does not swallow the answer.
    shutdown(descriptor, Int32(SHUT_WR))
    var rest = [UInt8](repeating: 0, count: Self.receiveBytes)
    var rounds = 0
    while rounds < 16, Socket.waitReadable(descriptor, milliseconds: 200),
      Socket.receive(descriptor, into: &rest) != nil
    { rounds += 1 }
  }

  private func send(_ text: String) -> Bool { Socket.send(descriptor, Array(text.utf8)[...]) }
}

extension Duration {
  /// The duration in whole nanoseconds.
  var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
