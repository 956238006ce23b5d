import ChildProcess
import Foundation
import TestSupport
import Testing

/// Variables of the environment that would carry the key elsewhere, in a process of its own:
/// changing this one's environment would disturb the other tests.
@Suite(.serialized) struct ProxyVariablesTests {
  /// The program beside the tests; `nil` when only the tests were built.
  private static var program: URL? {
    let tests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let file = tests.appending(path: "certmail")
    guard FileManager.default.isExecutableFile(atPath: file.path) else {
      print("SKIPPED: \(file.path) is not built; the proxy variables are not tested")
      return nil
    }
    return file
  }

  @Test(arguments: ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
  func `a proxy variable is not used for http to this machine`(name: String) throws {
    guard let program = Self.program else { return }
    let server = try VariantAPI().start()
    let proxy = try SocketServer { peer in
      while peer.request() != nil { peer.answer(200, "{}") }
    }
    defer {
      server.stop()
      proxy.stop()
    }
    let job = try JobOnSocket(baseURL: server.baseURL)
    var certmail = ChildProgram(path: program.path)
    certmail.environment = [name: proxy.baseURL, "PATH": "/usr/bin:/bin"]
    #expect(try certmail.run(["api", job.job, "pricing", "--json"]).status == 0)
    #expect(server.requests.map(\.line) == ["GET /api/v1/pricing"])
    #expect(proxy.connectionCount == 0)
  }
}
