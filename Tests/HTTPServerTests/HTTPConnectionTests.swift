import Testing

@testable import HTTPServer

@Suite struct HTTPConnectionTests {
  private static let get = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let answer = "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 2\r\n\r\nok"
  private static let lastAnswer =
    "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
  private static let post = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"

  @Test func `requests sent ahead are asked one by one and answered in order`() {
    var probe = ConnectionProbe()
    probe.receive(Self.get + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(probe.asked == ["/1"])
    probe.answer()
    #expect(probe.asked == ["/1"])
    #expect(probe.take(bytesMax: 7) == Self.answer)
    #expect(probe.asked == ["/1", "/2"])
    probe.answer()
    #expect(probe.take() == Self.answer)
    #expect(probe.ends.isEmpty)
  }

  @Test(arguments: [
    "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
  ])
  func `the connection ends after the last request's answer`(request: String) {
    var probe = ConnectionProbe()
    probe.receive(request + Self.get)
    probe.answer()
    #expect(probe.take() == Self.lastAnswer)
    #expect(probe.ends == ["end output"])
    probe.receive("more that nobody reads")
    probe.endInput()
    #expect(probe.ends == ["end output", "close"])
    #expect(probe.asked.count == 1)
  }

  @Test func `HEAD is answered with the head alone`() {
    var probe = ConnectionProbe()
    probe.receive("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
    probe.answer()
    #expect(probe.take() == String(Self.answer.dropLast(2)))
  }

  @Test func `a waiting client is told to continue before the answer`() {
    var probe = ConnectionProbe()
    probe.receive(
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
    #expect(probe.take() == "HTTP/1.1 100 Continue\r\n\r\n")
    probe.receive("x")
    probe.answer()
    #expect(probe.take() == Self.answer)
  }

  @Test func `a malformed request is answered, then the connection ends`() {
    var probe = ConnectionProbe()
    probe.receive("GET /\r\n")
    #expect(probe.take().hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    #expect(probe.asked.isEmpty)
    #expect(probe.ends == ["end output"])
    #expect(probe.deadline == .seconds(2))
    probe.pass(.seconds(2))
    #expect(probe.ends == ["end output", "close"])
  }

  @Test func `a client that ends its side still gets the answer`() {
    var probe = ConnectionProbe()
    probe.receive(Self.get)
    probe.endInput()
    #expect(!probe.wantsInput)
    probe.answer()
    #expect(probe.take() == Self.answer)
    #expect(probe.ends == ["close"])
  }

  @Test func `half a request is answered with 400, none with nothing`() {
    var half = ConnectionProbe()
    half.receive("GET / HT")
    half.endInput()
    #expect(half.take().hasPrefix("HTTP/1.1 400 "))
    var none = ConnectionProbe()
    none.endInput()
    #expect(none.take() == "")
    #expect(none.ends == ["close"])
  }

  @Test(arguments: ["", "G", "GET / HTTP/1.1\r\nHost: a\r\n"])
  func `a head not complete after ten seconds is answered with 408`(part: String) {
    var probe = ConnectionProbe()
    probe.pass(.seconds(1))
    probe.receive(part)
    probe.pass(.seconds(9) - .nanoseconds(1))
    #expect(probe.take() == "")
    probe.pass(.nanoseconds(1))
    #expect(probe.take().hasPrefix("HTTP/1.1 408 "))
  }

  @Test func `a head that drips in is late too`() {
    var probe = ConnectionProbe()
    for _ in 0..<9 {
      probe.receive("x")
      probe.pass(.seconds(1))
    }
    #expect(probe.take() == "")
    probe.receive("x")
    probe.pass(.seconds(1))
    #expect(probe.take().hasPrefix("HTTP/1.1 408 "))
  }

  @Test func `an idle connection is closed without a word after sixty seconds`() {
    var probe = ConnectionProbe()
    probe.receive(Self.get)
    probe.pass(.seconds(100))
    probe.answer()
    #expect(probe.take() == Self.answer)
    probe.pass(.seconds(60) - .nanoseconds(1))
    #expect(probe.ends.isEmpty)
    probe.pass(.nanoseconds(1))
    #expect(probe.ends == ["close"])
    #expect(probe.take() == "")
  }

  @Test func `a later request's head has ten seconds from its first byte`() {
    var probe = ConnectionProbe()
    probe.receive(Self.get)
    probe.answer()
    #expect(probe.take() == Self.answer)
    probe.pass(.seconds(59))
    probe.receive("G")
    probe.pass(.seconds(10) - .nanoseconds(1))
    #expect(probe.take() == "")
    probe.pass(.nanoseconds(1))
    #expect(probe.take().hasPrefix("HTTP/1.1 408 "))
  }

  @Test(arguments: [(1_280, false), (1_279, true)])
  func `a body must keep the least pace`(bytes: Int, isLate: Bool) {
    var probe = ConnectionProbe()
    probe.receive(Self.post)
    probe.receive(String(repeating: "x", count: bytes))
    probe.pass(.seconds(5))
    #expect(probe.take().hasPrefix("HTTP/1.1 408 ") == isLate)
  }

  @Test func `a body must be complete within thirty seconds`() {
    var probe = ConnectionProbe()
    probe.pass(.seconds(3))
    probe.receive(Self.post)
    for _ in 0..<29 {
      probe.receive(String(repeating: "x", count: 1_000))
      probe.pass(.seconds(1))
    }
    probe.receive(String(repeating: "x", count: 1_000))
    probe.pass(.seconds(1) - .nanoseconds(1))
    #expect(probe.take() == "")
    probe.pass(.nanoseconds(1))
    #expect(probe.take().hasPrefix("HTTP/1.1 408 "))
  }

  @Test func `an answer not taken within a minute ends in a reset`() {
    var probe = ConnectionProbe()
    probe.receive(Self.get)
    probe.answer()
    #expect(probe.take(bytesMax: 10, rounds: 1) == "HTTP/1.1 2")
    probe.pass(.seconds(60) - .nanoseconds(1))
    #expect(probe.ends.isEmpty)
    probe.pass(.nanoseconds(1))
    #expect(probe.ends == ["reset"])
  }

  @Test func `no more than the limit is read ahead while a request is answered`() {
    var limits = HTTPLimits()
    limits.pipelinedBytesMax = 10
    var probe = ConnectionProbe(limits: limits)
    probe.receive(Self.get + "123456789")
    #expect(probe.wantsInput)
    probe.receive("0")
    #expect(!probe.wantsInput)
    probe.answer()
    #expect(!probe.wantsInput)
    #expect(probe.take() == Self.answer)
    #expect(probe.wantsInput)
  }
}
