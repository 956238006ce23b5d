import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

@testable import HTTPServer

extension HTTPServerTests {
  /// Many connections, slow clients, starting and stopping.
  @Suite(.serialized) struct Load {
    @Test func `an honest client is served before any of five hundred slow ones is done with`()
      async throws
    {
      try await RunningServer({ $0.limits.headTime = RawClient.patience * 5 }).run { port in
        let slow = try (0..<500).map { number in
          try RawClient(port: port).send(number.isMultiple(of: 2) ? "GET / HT" : "")
        }
        for client in slow { client.send("P") }
        let honest = try RawClient(port: port).send(get("/"))
        #expect(await honest.readAnswers().text.hasPrefix("HTTP/1.1 200 "))
        for client in [slow[0], slow[1], slow[499]] {
          #expect(await client.readToEnd(patience: .zero).ending == .stillOpen)
        }
      }
    }

    @Test func `a slow head is answered with 408 while others are served`() async throws {
      try await RunningServer({ $0.limits.headTime = .milliseconds(200) }).run { port in
        let slow = try RawClient(port: port).send("GET / HT")
        let honest = try RawClient(port: port).send(get("/"))
        #expect(await honest.readAnswers().text.hasPrefix("HTTP/1.1 200 "))
        let reading = await slow.readToEnd()
        #expect(reading.text.hasPrefix("HTTP/1.1 408 "))
        #expect(reading.ending == .finished)
      }
    }

    @Test func `two hundred clients at once each get their own answer`() async throws {
      let most = Mutex((now: 0, most: 0))
      try await RunningServer(handler: { request in
        most.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        // Suspends, so that handlers overlap.
        await Task.yield()
        most.withLock { $0.now -= 1 }
        return HTTPResponse(status: 200, body: Array("<\(request.path)>".utf8))
      }).run { port in
        let clients = try (0..<200).map { _ in try RawClient(port: port) }
        for round in 0..<3 {
          for (number, client) in clients.enumerated() { client.send(get("/\(number)-\(round)")) }
          for (number, client) in clients.enumerated() {
            #expect(await client.readAnswers().text.hasSuffix("\r\n\r\n</\(number)-\(round)>"))
          }
        }
      }
      #expect(most.withLock { $0.now } == 0)
    }

    @Test func `a request is answered while every thread of Swift's pool is blocked`() async throws
    {
      let release = DispatchSemaphore(value: 0)
      try await RunningServer().run { port in
        let client = try RawClient(port: port)
        let text = await onThread {
          let blockers = ProcessInfo.processInfo.activeProcessorCount * 4
          for _ in 0..<blockers { Task.detached { Self.block(on: release) } }
          defer { for _ in 0..<blockers { release.signal() } }
          return client.send(get("/")).readAnswersHere()
        }
        #expect(text.hasPrefix("HTTP/1.1 200 "))
      }
    }

    /// Holds the thread it runs on.
    private static func block(on semaphore: DispatchSemaphore) { semaphore.wait() }

    @Test func `handlers run at the same time`() async throws {
      let gate = Gate()
      let arrived = Mutex(0)
      try await RunningServer(handler: { _ in
        if arrived.withLock({
          $0 += 1
          return $0
        }) == 20 {
          gate.open()
        }
        await gate.wait()
        return HTTPResponse(status: 200)
      }).run { port in
        let clients = try (0..<20).map { _ in try RawClient(port: port).send(get("/")) }
        for client in clients {
          #expect(await client.readAnswers().text.hasPrefix("HTTP/1.1 200 "))
        }
      }
    }

    @Test func `a connection beyond the limit is told 503, and served once there is room`()
      async throws
    {
      try await RunningServer({ $0.limits.connectionsMax = 2 }).run { port in
        var first: RawClient? = try RawClient(port: port).send(get("/"))
        #expect(await first?.readAnswers().text.hasPrefix("HTTP/1.1 200 ") == true)
        let second = try RawClient(port: port).send(get("/"))
        #expect(await second.readAnswers().text.hasPrefix("HTTP/1.1 200 "))
        let third = try await RawClient(port: port).talk(get("/"))
        #expect(third.text.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(third.ending == .finished)
        first = nil
        var fourth = ""
        // The server hears of the closed connection a moment later.
        for _ in 0..<100 where !fourth.hasPrefix("HTTP/1.1 200 ") {
          fourth = await (try RawClient(port: port).send(get("/"))).readAnswers().text
        }
        #expect(fourth.hasPrefix("HTTP/1.1 200 "))
      }
    }

    @Test func `beyond the refusals, newcomers wait until there is room`() async throws {
      try await RunningServer({
        $0.limits.connectionsMax = 1
        $0.limits.refusalsMax = 1
        $0.limits.lingerTime = .milliseconds(200)
      }).run { port in
        let served = try RawClient(port: port).send(get("/"))
        #expect(await served.readAnswers().text.hasPrefix("HTTP/1.1 200 "))
        let refused = try RawClient(port: port)
        #expect(await refused.readAnswers().text.hasPrefix("HTTP/1.1 503 "))
        // The refused one stays open on its side; it is let go after the linger time.
        let waiting = try RawClient(port: port)
        #expect(await waiting.readAnswers().text.hasPrefix("HTTP/1.1 503 "))
      }
    }

    // MARK: Starting and stopping

    @Test func `two hundred starts and stops leave no descriptor open`() async throws {
      func cycle() async throws {
        try await RunningServer().run { port in
          let client = try RawClient(port: port).send(get("/"))
          #expect(await client.readAnswers().text.hasPrefix("HTTP/1.1 200 "))
        }
      }
      try await cycle()
      let before = try Self.openDescriptors()
      for _ in 0..<200 { try await cycle() }
      // Each leak would show two hundred times and stay; what other suites hold comes and goes.
      let patience = ContinuousClock.now + .seconds(60)
      while try Self.openDescriptors() >= before + 150, ContinuousClock.now < patience {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(try Self.openDescriptors() < before + 150)
    }

    private static func openDescriptors() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }

    @Test func `a stopped server refuses connections and can be started again`() async throws {
      let server = HTTPServer { _ in HTTPResponse(status: 418) }
      let port = try await server.start()
      await server.stop()
      // Another suite's server may have been given the port since: this one is known by its status.
      if let stranger = try? RawClient(port: port).send(get("/")) {
        #expect(await !stranger.readAnswers().text.hasPrefix("HTTP/1.1 418 "))
      }
      await server.stop()
      let again = try await server.start()
      let client = try RawClient(port: again).send(get("/"))
      #expect(await client.readAnswers().text.hasPrefix("HTTP/1.1 418 "))
      await server.stop()
    }

    @Test func `stopping ends idle, silent and half-sent connections at once`() async throws {
      var configuration = HTTPServer.Configuration()
      configuration.limits.stopTime = RawClient.patience * 5
      configuration.limits.headTime = RawClient.patience * 5
      let server = HTTPServer(configuration: configuration) { _ in
        HTTPResponse(status: 200, delivery: .silent)
      }
      let port = try await server.start()
      let clients = try ["", "GET /", get("/")].map { try RawClient(port: port).send($0) }
      // The silent one is known to be under way once a later client has been noticed.
      _ = await (try RawClient(port: port)).talk(get("/"), patience: .milliseconds(100))
      await server.stop()
      for client in clients { #expect(await client.readToEnd().ending != .stillOpen) }
    }

    @Test func `stopping lets a request under way be answered`() async throws {
      let (arrived, gate) = (Gate(), Gate())
      var configuration = HTTPServer.Configuration()
      configuration.limits.stopTime = RawClient.patience
      let server = HTTPServer(configuration: configuration) { _ in
        arrived.open()
        await gate.wait()
        return HTTPResponse(status: 200, body: Array("late".utf8))
      }
      let client = try RawClient(port: try await server.start()).send(get("/"))
      await arrived.wait()
      async let stopped: Void = server.stop()
      gate.open()
      await stopped
      let reading = await client.readToEnd()
      #expect(reading.text.hasSuffix("late"))
      #expect(reading.ending == .finished)
    }

    @Test func `stopping cancels a handler that does not end`() async throws {
      let arrived = Gate()
      let cancelled = Mutex(false)
      var configuration = HTTPServer.Configuration()
      configuration.limits.stopTime = .milliseconds(500)
      let server = HTTPServer(configuration: configuration) { _ in
        arrived.open()
        do { try await Task.sleep(for: RawClient.patience) } catch {
          cancelled.withLock { $0 = true }
        }
        return HTTPResponse(status: 200)
      }
      let client = try RawClient(port: try await server.start()).send(get("/"))
      await arrived.wait()
      await server.stop()
      #expect(cancelled.withLock { $0 })
      #expect(await client.readToEnd().text == "")
    }

    @Test func `stopping does not wait for ever for a handler that ignores it`() async throws {
      let (arrived, gate) = (Gate(), Gate())
      var configuration = HTTPServer.Configuration()
      configuration.limits.stopTime = .milliseconds(50)
      let server = HTTPServer(configuration: configuration) { _ in
        arrived.open()
        await gate.wait()
        return HTTPResponse(status: 200)
      }
      let client = try RawClient(port: try await server.start()).send(get("/"))
      await arrived.wait()
      await server.stop()
      #expect(await client.readToEnd().ending != .stillOpen)
      gate.open()
    }

    @Test func `a server that is let go stops by itself`() async throws {
      var server: HTTPServer? = HTTPServer { _ in HTTPResponse(status: 200) }
      let port = try #require(try await server?.start())
      let client = try RawClient(port: port)
      server = nil
      #expect(await client.readToEnd().ending != .stillOpen)
    }

    @Test func `a port in use is told with the remedy`() async throws {
      try await RunningServer().run { port in
        var configuration = HTTPServer.Configuration()
        configuration.port = port
        let second = HTTPServer(configuration: configuration) { _ in HTTPResponse(status: 200) }
        let error = await #expect(throws: HTTPServerError.self) { _ = try await second.start() }
        #expect(
          error?.description
            == "cannot listen on 127.0.0.1:\(port): another program uses this port; "
            + "choose another, or port 0 for any that is free")
      }
    }

    @Test(arguments: [
      ("example", "cannot listen on \"example\": give a numeric address such as 127.0.0.1 or ::1"),
      (
        "192.0.2.1",
        "cannot listen on 192.0.2.1:0: this machine does not have that address; use 127.0.0.1"
      ),
    ])
    func `an address that cannot be had is told with the remedy`(
      host: String, message: String
    ) async throws {
      var configuration = HTTPServer.Configuration()
      configuration.host = host
      let server = HTTPServer(configuration: configuration) { _ in HTTPResponse(status: 200) }
      let error = await #expect(throws: HTTPServerError.self) { _ = try await server.start() }
      #expect(error?.description == message)
    }

    @Test func `a running server cannot be started twice`() async throws {
      let server = HTTPServer { _ in HTTPResponse(status: 200) }
      _ = try await server.start()
      await #expect(throws: HTTPServerError.alreadyStarted) { _ = try await server.start() }
      await server.stop()
    }
  }
}
