import Foundation
import Glibc
import MailModel
import Testing

@testable import MailAPIClient

/// A server that answers each connection with the same bytes and closes it.
private final class RawServer: Sendable {
  let port: UInt16

  init(answers: [[UInt8]]) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    try #require(isListening)
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread {
      for answer in answers {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        var request = [UInt8](repeating: 0, count: 65_536)
        _ = read(client, &request, request.count)
        _ = write(client, answer, answer.count)
        close(client)
      }
      close(listener)
    }
  }
}

@Suite struct WorkerTransportTests {
  /// The program, which is built beside the tests.
  private static let program = URL(filePath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "certmail").path

  private static var isBuilt: Bool {
    let isThere = FileManager.default.isExecutableFile(atPath: program)
    if !isThere { print("SKIPPED: no \(program); build it to test the worker process") }
    return isThere
  }

  private func transport(_ server: RawServer) throws -> WorkerTransport {
    let endpoint = try APIEndpoint(
      baseURL: "http://127.0.0.1:\(server.port)", key: try APIKey("321m_test_worker"))
    return WorkerTransport(
      WorkerCommand(executable: Self.program), lock: nil, endpoint: endpoint,
      requestTimeout: .seconds(5), connectionCount: 1)
  }

  /// Without a body, so that one read takes it whole and nothing is left to reset the connection.
  private static let request = WireRequest(.pricing, .get, "/pricing")
  private static let whole = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8)

  @Test(.enabled(if: isBuilt))
  func `an exchange in a worker is seen as it was`() async throws {
    let transport = try transport(RawServer(answers: [Self.whole]))
    let answer = try #require(await transport.exchange(Self.request).answer)
    #expect(answer.status == 200)
    #expect(answer.body == Array("{}".utf8))
    #expect(answer.bodyState == .complete)
  }

  @Test(.enabled(if: isBuilt))
  func `an answer closed inside of its head is a lost one, and the next exchange works`()
    async throws
  {
    for count in [16, 17, 25, 37] {
      let server = try RawServer(answers: [Array(Self.whole.prefix(count)), Self.whole])
      let transport = try transport(server)
      let first = await transport.exchange(Self.request)
      guard case .lost(let reason) = first else {
        Issue.record("\(count) bytes were taken for \(first)")
        continue
      }
      #expect(!reason.isEmpty)
      let second = await transport.exchange(Self.request)
      #expect(second.answer?.status == 200)
    }
  }

  @Test func `without a program nothing is sent`() async throws {
    let endpoint = try APIEndpoint(baseURL: "http://127.0.0.1:9", key: try APIKey("321m_test_x"))
    let transport = WorkerTransport(
      WorkerCommand(executable: "/nowhere/certmail"), lock: nil, endpoint: endpoint,
      requestTimeout: .seconds(5), connectionCount: 1)
    guard case .notSent = await transport.exchange(.createMailing(body: [])) else {
      Issue.record("an exchange without a worker must be known not to be sent")
      return
    }
  }
}
