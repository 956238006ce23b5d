import Testing

@testable import HTTPServer

/// The deliberate faults, decided without sockets.
@Suite struct ConnectionDeliveryTests {
  private static let answer = "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 2\r\n\r\nok"

  /// Its first bytes; by bytes, as CR LF is one `Character`.
  private static func start(_ bytes: Int) -> String {
    String(decoding: answer.utf8.prefix(bytes), as: UTF8.self)
  }

  private func probe() -> ConnectionProbe {
    var probe = ConnectionProbe()
    probe.receive("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    return probe
  }

  @Test(arguments: [-1, 0, 1, 17, answer.utf8.count - 1, answer.utf8.count, 10_000])
  func `a cut answer ends after its bytes`(bytes: Int) {
    var probe = probe()
    probe.answer("ok", .cut(bytes: bytes))
    #expect(probe.take() == Self.start(max(0, bytes)))
    #expect(probe.ends == ["end output"])
    #expect(probe.asked == ["/"])
  }

  @Test(arguments: [0, 17, 10_000])
  func `a reset answer waits for its bytes to arrive, two seconds at most`(bytes: Int) {
    var probe = probe()
    probe.answer("ok", .reset(afterBytes: bytes))
    #expect(probe.take() == Self.start(bytes))
    probe.pass(.seconds(2) - .nanoseconds(1))
    #expect(probe.ends.isEmpty)
    probe.pass(.milliseconds(3))
    #expect(probe.ends == ["reset"])
  }

  @Test func `a closed connection says nothing`() {
    var probe = probe()
    probe.answer("ok", .close)
    #expect(probe.take() == "")
    #expect(probe.ends == ["end output"])
  }

  @Test func `a silent connection stays until the client gives up`() {
    var probe = probe()
    probe.answer("ok", .silent)
    #expect(probe.deadline == nil)
    #expect(probe.take() == "")
    #expect(probe.ends.isEmpty)
    probe.endInput()
    #expect(probe.ends == ["close"])
  }

  @Test func `a dripped answer goes out one byte each pause, then the next request is served`() {
    var probe = probe()
    probe.answer("ok", .drip(pause: .seconds(61)))
    var taken = probe.take()
    #expect(taken == "H")
    for _ in Self.answer.utf8.dropFirst() {
      probe.pass(.seconds(61) - .nanoseconds(1))
      #expect(probe.take() == "")
      probe.pass(.nanoseconds(1))
      taken += probe.take()
    }
    #expect(taken == Self.answer)
    #expect(probe.asked == ["/", "/2"])
  }

  @Test func `garbage takes the place of the answer`() {
    var probe = probe()
    probe.answer("ok", .garbage(Array("\u{0}rubbish".utf8)))
    #expect(probe.take() == "\u{0}rubbish")
    #expect(probe.ends == ["end output"])
  }

  @Test func `a held answer goes out when its time has come, and the next request waits for it`() {
    var probe = probe()
    probe.answer("ok", delay: .seconds(61))
    probe.pass(.seconds(61) - .nanoseconds(1))
    #expect(probe.take() == "")
    probe.pass(.nanoseconds(1))
    #expect(probe.take() == Self.answer)
    #expect(probe.asked == ["/", "/2"])
  }

  @Test func `stopping sends a held answer at once`() {
    var probe = probe()
    probe.answer("ok", delay: .seconds(61))
    probe.stop()
    #expect(probe.take().hasSuffix("\r\n\r\nok"))
    #expect(probe.ends == ["close"])
  }

  @Test(arguments: [HTTPDelivery.silent, .drip(pause: .seconds(1))])
  func `stopping ends a connection that is held open`(delivery: HTTPDelivery) {
    var probe = probe()
    probe.answer("ok", delivery)
    #expect(probe.ends.isEmpty)
    probe.stop()
    #expect(probe.ends == ["close"])
  }

  @Test func `stopping lets a request under way be answered and takes no other`() {
    var probe = probe()
    probe.stop()
    #expect(probe.ends.isEmpty)
    probe.answer()
    #expect(probe.take().contains("Connection: close"))
    #expect(probe.ends == ["close"])
    #expect(probe.asked == ["/"])
  }

  @Test(arguments: ["", "GET / HTTP/1.1\r\nHo"])
  func `stopping ends a connection that waits for a request`(part: String) {
    var probe = ConnectionProbe()
    probe.receive(part)
    probe.stop()
    #expect(probe.ends == ["close"])
    #expect(probe.take() == "")
  }
}
