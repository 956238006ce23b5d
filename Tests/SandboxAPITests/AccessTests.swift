import Foundation
import MailAPI
import MailModel
import SQLiteKit
import Testing

@testable import SandboxAPI

@Suite struct AccessTests {
  /// Every call with the permission it needs, by the page's table.
  static let calls: [(call: String, body: String?, permission: Permission)] = [
    ("POST /mailings", SandboxInFolder.order(), .mailingsWrite),
    ("GET /mailings", nil, .mailingsRead), ("GET /mailings/clx123abc", nil, .mailingsRead),
    ("GET /mailings/clx123abc/label", nil, .mailingsRead),
    ("GET /tracking/9400111899223456789012", nil, .mailingsRead),
    (
      "POST /addresses/validate", #"{"street1":"1 A St","city":"B","state":"CA","zip":"94105"}"#,
      .addressesRead
    ),
    ("GET /pricing", nil, .pricingRead),
    ("POST /pricing/calculate", #"{"mail_class":"certified"}"#, .pricingRead),
  ]

  private func key(
    _ sandbox: SandboxInFolder, _ permissions: [Permission]
  ) async throws -> APIKeyRecord {
    let names = permissions.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
    return try await sandbox.ask(
      "POST", "/api-keys", #"{"name":"n","permissions":[\#(names)]}"#, headers: sandbox.session
    ).decoded()
  }

  private func bearer(_ record: APIKeyRecord) -> [(name: String, value: String)] {
    [("Authorization", "Bearer \(record.key ?? "none")")]
  }

  @Test(arguments: Permission.allCases)
  func `a key may do what its permission says and gets 403 for the rest`(
    permission: Permission
  ) async throws {
    let sandbox = try SandboxInFolder()
    let key = try await key(sandbox, [permission])
    for (call, body, needed) in Self.calls {
      let parts = call.split(separator: " ").map(String.init)
      let answer = await sandbox.ask(parts[0], parts[1], body, headers: bearer(key))
      if permission == .all || permission == needed {
        #expect((200...201).contains(answer.status), "\(call): \(answer.text)")
      } else {
        #expect(answer.status == 403)
        #expect(answer.error?.code == "forbidden")
        #expect(answer.error?.message.contains(needed.rawValue) == true)
      }
    }
  }

  @Test(arguments: [
    [], [(name: "Authorization", value: "Basic abc")], [(name: "X-API-Key", value: "")],
    [(name: "Authorization", value: "Bearer 321m_live_abc")],
    [(name: "Authorization", value: "Bearer 321m_test_abc")],
  ])
  func `every call without a good key is 401`(
    headers: [(name: String, value: String)]
  ) async throws {
    let sandbox = try SandboxInFolder()
    for (call, body, _) in Self.calls {
      let parts = call.split(separator: " ").map(String.init)
      let answer = await sandbox.ask(parts[0], parts[1], body, headers: headers)
      #expect(answer.status == 401)
      #expect(answer.error?.code == "unauthorized")
    }
  }

  @Test func `the key may come in either header, the scheme in any case`() async throws {
    let sandbox = try SandboxInFolder()
    for header in [
      (name: "X-API-Key", value: sandbox.sandbox.key),
      (name: "authorization", value: "bearer \(sandbox.sandbox.key)"),
    ] { #expect(await sandbox.ask("GET", "/pricing", headers: [header]).status == 200) }
  }

  @Test func `the calls about keys take the session and no key`() async throws {
    let sandbox = try SandboxInFolder()
    for (method, path) in [("GET", "/api-keys"), ("DELETE", "/api-keys/key_1")] {
      #expect(await sandbox.ask(method, path).status == 401)
      #expect(await sandbox.ask(method, path, headers: [("Cookie", "session=x")]).status == 401)
    }
    #expect(await sandbox.ask("POST", "/api-keys", #"{"name":"n"}"#).status == 401)
    let cookies = [(name: "Cookie", value: "a=b; session=\(sandbox.sandbox.session)")]
    #expect(await sandbox.ask("GET", "/api-keys", headers: cookies).status == 200)
  }

  @Test func `a secret is shown once, and only its hash is kept`() async throws {
    let sandbox = try SandboxInFolder()
    let key = try await key(sandbox, [.pricingRead])
    let secret = try #require(key.key)
    #expect(secret.hasPrefix("321m_test_"))
    let list = await sandbox.ask("GET", "/api-keys", headers: sandbox.session)
    #expect(list.text.contains(key.id))
    #expect(!list.text.contains(secret))
    let hashes = try Connection(path: sandbox.store).prepare("SELECT hash FROM api_key")
      .map { $0.text(0) }
    #expect(hashes.contains(SHA256.hex(secret)))
    for name in ["", "-wal", ".journal.jsonl"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: sandbox.store + name))
      #expect(bytes.range(of: Data(secret.utf8)) == nil)
    }
  }

  @Test func `a revoked key is refused at once, and stays in the list`() async throws {
    let sandbox = try SandboxInFolder()
    let key = try await key(sandbox, [.all])
    #expect(await sandbox.ask("GET", "/pricing", headers: bearer(key)).status == 200)
    let path = "/api-keys/\(key.id)"
    #expect(await sandbox.ask("DELETE", path, headers: sandbox.session).status == 204)
    #expect(await sandbox.ask("GET", "/pricing", headers: bearer(key)).status == 401)
    #expect(await sandbox.ask("DELETE", path, headers: sandbox.session).status == 404)
    let list: Listing<APIKeyRecord> = try await sandbox.ask(
      "GET", "/api-keys", headers: sandbox.session
    ).decoded()
    let listed = try #require(list.items.first { $0.id == key.id })
    #expect(listed.revokedAt != nil)
    #expect(listed.lastUsedAt != nil)
  }

  @Test(arguments: [
    (#"{}"#, 400), (#"{"name":""}"#, 422), (#"{"name":1}"#, 400),
    (#"{"name":"n","permissions":["mailings:delete"]}"#, 422),
    (#"{"name":"n","permissions":"*"}"#, 400),
    (#"{"name":"\#(String(repeating: "é", count: 101))"}"#, 422),
    (#"{"name":"\#(String(repeating: "é", count: 100))"}"#, 201),
  ])
  func `a key needs a name of at most 100 characters and known permissions`(
    body: String, status: Int
  ) async throws {
    let sandbox = try SandboxInFolder()
    let answer = await sandbox.ask("POST", "/api-keys", body, headers: sandbox.session)
    #expect(answer.status == status)
  }

  @Test func `the last ten keys made at a start are kept`() async throws {
    let first = try SandboxInFolder()
    var last = first
    for _ in 0..<SandboxStore.startKeysKept { last = try last.restarted() }
    let header = [(name: "X-API-Key", value: first.sandbox.key)]
    #expect(await last.ask("GET", "/pricing", headers: header).status == 401)
    let list: Listing<APIKeyRecord> = try await last.ask(
      "GET", "/api-keys", headers: last.session
    ).decoded()
    #expect(list.items.count == SandboxStore.startKeysKept)
  }
}
