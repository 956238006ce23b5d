import Foundation
import MailModel
import TestSupport
import Testing

@testable import CertmailCLI

/// `doctor` against a server on loopback: what it finds, what it says, and that it spends nothing.
@Suite(.serialized) struct DoctorCommandTests {
  private struct Report {
    var status: Status
    /// Verdict by check; the worst where a check stands twice.
    var verdicts: [String: String]
    var contradicted: [String]
    var text: String
  }

  private func doctor(
    _ job: JobOnSocket, keyFile: String? = nil
  ) async throws -> Report {
    var arguments = job.arguments
    arguments.apiKeyFile = keyFile
    var display = DisplayOptions()
    display.isJSON = true
    let recording = Recording()
    let status = try await DoctorCommand(arguments, recording.console(display)).run()
    let value = try JSONSerialization.jsonObject(with: Data(recording.out.utf8))
    let object = try #require(value as? [String: Any])
    #expect(object["exit"] as? Int == Int(status.rawValue))
    let checks = try #require(object["checks"] as? [[String: String]])
    var verdicts: [String: String] = [:]
    for check in checks {
      let name = check["check"] ?? ""
      let ranks = ["ok", "warning", "problem"]
      let worse = [verdicts[name] ?? "ok", check["verdict"] ?? ""]
        .max { ranks.firstIndex(of: $0) ?? 0 < ranks.firstIndex(of: $1) ?? 0 }
      verdicts[name] = worse
      #expect((check["verdict"] == "ok") == (check["remedy"] == ""), "\(check)")
    }
    let guesses = try #require(object["guesses"] as? [String: Any])
    let contradicted = guesses["contradicted"] as? [[String: String]] ?? []
    return Report(
      status: status, verdicts: verdicts, contradicted: contradicted.compactMap { $0["guess"] },
      text: recording.out)
  }

  private func looking(
    _ api: VariantAPI = VariantAPI(), extra: [String: Any] = [:], afterRun: Bool = false,
    _ body: (Report, JobOnSocket) async throws -> Void
  ) async throws {
    let server = try api.start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL, extra: extra)
    if afterRun { #expect(await job.run("run") == 0) }
    let before = api.count("POST /mailings")
    let report = try await doctor(job)
    #expect(api.count("POST /mailings") == before, "doctor spends nothing")
    try await body(report, job)
  }

  @Test func `a job that is well ends with 0, and no ledger is made`() async throws {
    try await looking { report, job in
      #expect(report.status == .done)
      #expect(!report.verdicts.values.contains("problem"))
      #expect(report.contradicted.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: job.folder + "/l.sqlite"))
      #expect(!FileManager.default.fileExists(atPath: job.folder + "/out"))
    }
  }

  @Test func `after a run everything is looked at, and the ledger stays as it is`() async throws {
    let api = VariantAPI()
    let server = try api.start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL)
    #expect(await job.run("run") == 0)
    let ledger = URL(filePath: job.folder + "/l.sqlite")
    let before = try Data(contentsOf: ledger)
    let report = try await doctor(job)
    #expect(report.status == .done)
    let checks = [
      "job file", "input files", "key", "connection", "rate limit", "list of mailings", "errors",
      "addresses", "pricing", "mail class", "order", "reference", "tracking", "mailings:write",
      "ledger disk", "ledger mode", "ledger binding", "ledger integrity", "lessons",
      "output folder", "output mode", "disk room", "ledger room", "guesses",
    ]
    for check in checks { #expect(report.verdicts[check] == "ok", "\(check): \(report.text)") }
    #expect(try Data(contentsOf: ledger) == before)
  }

  @Test func `people get a line a check, and what to do below it`() async throws {
    let server = try VariantAPI().start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL)
    #expect(chmod(job.job, 0o666) == 0)
    let recording = Recording()
    let status = try await DoctorCommand(job.arguments, recording.console()).run()
    #expect(status == .done)
    let lines = recording.out.split(separator: "\n").map(String.init)
    let line = try #require(lines.firstIndex { $0.contains("job file mode") })
    #expect(lines[line].hasPrefix("warning  job file mode"))
    #expect(lines[line + 1].contains("→ chmod go-w "))
    #expect(recording.errors.contains("no money was spent"))
  }

  static let contradictions: [(Guess, VariantAPI.Change)] = [
    (
      .listEnvelope,
      { call, reply in
        if call.name == "GET /mailings" { reply.body = reply.body["data"] }
      }
    ),
    (
      .listLimit,
      { call, reply in
        if call.query == "limit=1" { reply.body = ["data": [["id": "a"], ["id": "b"]]] }
      }
    ),
    (
      .listOrder,
      { call, reply in
        guard call.name == "GET /mailings", case .array(let items) = reply.body["data"] else {
          return
        }
        reply.body = ["data": .array(items.reversed())]
      }
    ),
    (
      .reference,
      { call, reply in
        guard call.name == "GET /mailings/:id", call.number > 1 else { return }
        reply.body = reply.body.without(["reference"])
      }
    ),
    (
      .statuses,
      { call, reply in
        reply.body = reply.body.mapped { $0 == "label_generated" ? "being_folded" : $0 }
      }
    ),
    (.notFound, { call, reply in if reply.status == 404 { reply.text = "<html></html>" } }),
    (
      .validation,
      { call, reply in
        if call.name == "POST /addresses/validate" { reply.body = ["valid": "true"] }
      }
    ),
    (
      .pricing,
      { call, reply in
        if call.name == "GET /pricing" { reply.body = reply.body["data"] }
      }
    ),
    (
      .priceAmounts,
      { call, reply in
        guard call.name == "GET /pricing" else { return }
        reply.body = reply.body.mapped {
          if case .integer(let n) = $0 { .text("\(n)") } else { $0 }
        }
      }
    ),
    (
      .calculation,
      { call, reply in
        guard call.name == "POST /pricing/calculate" else { return }
        reply.body = ["mail_class": "certified", "cost": ["total": 7]]
      }
    ),
    (
      .tracking,
      { call, reply in
        if call.name == "GET /tracking/:number" { reply.body = ["status": "x", "scans": []] }
      }
    ),
    (
      .resetHeader,
      { call, reply in
        reply.headers.removeAll { $0.hasPrefix("X-RateLimit-Reset") }
        reply.headers.append("X-RateLimit-Reset: 30")
      }
    ),
  ]

  @Test(arguments: contradictions.indices)
  func `a guess that the API contradicts is named, and nothing fails for it`(
    index: Int
  ) async throws {
    let (guess, change) = Self.contradictions[index]
    try await looking(VariantAPI(change: change), afterRun: true) { report, _ in
      #expect(report.contradicted == [guess.rawValue])
      #expect(report.verdicts["guess"] == "warning")
      #expect(report.status == .done)
    }
  }

  @Test func `every guess that can be looked at has a case above`() {
    #expect(Set(Self.contradictions.map(\.0)) == Set(Guess.allCases))
  }

  @Test(arguments: [
    ("GET /mailings", 401, Status.keyRefused), ("GET /mailings", 403, .keyRefused),
    ("GET /pricing", 403, .keyRefused), ("POST /addresses/validate", 403, .done),
  ])
  func `a key that may not do what a run needs is a problem of the key`(
    call: String, status: Int, exit: Status
  ) async throws {
    try await looking(VariantAPI(refusal: { $0.name == call ? .error(status, "no") : nil })) {
      report, _ in
      #expect(report.status == exit)
      // Offline checks of addresses need no permission of the API.
      #expect(report.verdicts["key"] == (exit == .done ? "warning" : "problem"))
    }
  }

  @Test func `a key that may not validate is a problem where the API validates`() async throws {
    let checks: [String: Any] = ["checks": ["address": "api"]]
    try await looking(
      VariantAPI(refusal: { $0.name == "POST /addresses/validate" ? .error(403, "forbidden") : nil }
      ), extra: checks
    ) { report, _ in #expect(report.status == .keyRefused) }
  }

  @Test func `a list that cannot be read is a problem`() async throws {
    try await looking(
      VariantAPI(change: { call, reply in
        if call.name == "GET /mailings" { reply.text = "soon" }
      })
    ) { report, _ in
      #expect(report.status == .failed)
      #expect(report.verdicts["list of mailings"] == "problem")
    }
  }

  @Test func `something else that answers everything with 200 is found out`() async throws {
    try await looking(VariantAPI(refusal: { _ in VariantAPI.Reply(body: []) })) { report, _ in
      #expect(report.verdicts["errors"] == "problem")
      #expect(report.status == .usage)
    }
  }

  @Test func `a redirect is a problem of the job file`() async throws {
    try await looking(
      VariantAPI(refusal: { _ in
        var reply = VariantAPI.Reply(status: 301, body: .null)
        reply.headers.append("Location: http://127.0.0.1:1/")
        return reply
      })
    ) { report, _ in
      #expect(report.verdicts["connection"] == "problem")
      #expect(report.status == .usage)
    }
  }

  @Test func `a company that the API does not show is told by a run and by doctor`() async throws {
    let api = VariantAPI(
      change: { _, reply in reply.body = reply.body.mapped { $0.without(["company"]) } })
    let server = try api.start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL)
    try JobOnSocket.write(
      "reference,name,company,street1,city,state,zip\n"
        + "C-1,Jane Doe,Acme Inc,1 Oak St,Los Angeles,CA,90001\n", job.folder + "/list.csv")
    let recording = Recording()
    let sending = SendingArguments(job: job.arguments, limit: nil, waitsForUncertain: true)
    #expect(try await RunCommand(sending, recording.console(), stages: .all).run() == .done)
    let cure = "if the letters must show it, set lines.company to \"name\" in the job"
    #expect(
      recording.errors.contains(
        "warning: the API does not show a recipient's company; \(cure)\n"))
    let report = try await doctor(job)
    #expect(report.verdicts["lessons"] == "warning")
    #expect(report.text.contains("the unit") == false)
    #expect(report.text.contains("in the list verbatim; the company is dropped"))
  }

  @Test func `after a 429 nothing more is asked`() async throws {
    let api = VariantAPI(refusal: { call in
      call.name == "POST /addresses/validate" ? .error(429, "rate_limit_exceeded") : nil
    })
    try await looking(api) { report, _ in
      #expect(report.verdicts["POST /addresses/validate"] == "warning")
      #expect(api.count("POST /addresses/validate") == 1)
      #expect(api.count("GET /pricing") == 0)
    }
  }

  @Test func `missing rate-limit headers are a warning`() async throws {
    try await looking(
      VariantAPI(change: { _, reply in
        reply.headers.removeAll { $0.hasPrefix("X-RateLimit") }
      })
    ) { report, _ in #expect(report.verdicts["rate limit"] == "warning") }
  }

  @Test func `a class that the API does not know is a problem of the job file`() async throws {
    try await looking(
      VariantAPI(refusal: { $0.name == "POST /pricing/calculate" ? .error(422, "no") : nil }),
      extra: ["mail_class": "pigeon"]
    ) { report, _ in
      #expect(report.verdicts["mail class"] == "problem")
      #expect(report.status == .usage)
    }
  }

  @Test func `an API that nobody serves is a problem, and the disk is looked at all the same`()
    async throws
  {
    let report = try await doctor(JobOnSocket(baseURL: "http://127.0.0.1:1"))
    #expect(report.verdicts["connection"] == "problem")
    #expect(report.verdicts["output folder"] == "ok")
    #expect(report.status == .failed)
  }

  @Test func `a wrong job file is all that is said, with 2`() async throws {
    let job = try JobOnSocket(baseURL: "http://127.0.0.1:1")
    try Data("{".utf8).write(to: URL(filePath: job.job))
    let report = try await doctor(job)
    #expect(report.verdicts == ["job file": "problem"])
    #expect(report.status == .usage)
  }

  @Test func `a missing key is a problem of the key, and the API is not asked`() async throws {
    let server = try VariantAPI().start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL)
    let report = try await doctor(job, keyFile: job.folder + "/none")
    #expect(report.verdicts["key"] == "problem")
    #expect(report.status == .keyRefused)
    #expect(server.connectionCount == 0)
  }

  @Test func `a key that others can read is a warning, and never in what is said`() async throws {
    let server = try VariantAPI().start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL)
    #expect(chmod(job.folder + "/key", 0o644) == 0)
    let report = try await doctor(job)
    #expect(report.verdicts["key mode"] == "warning")
    #expect(!report.text.contains("321m_test_variant"))
  }

  @Test func `a ledger of another API is a problem of the job file`() async throws {
    let first = try VariantAPI().start()
    let job = try JobOnSocket(baseURL: first.baseURL)
    #expect(await job.run("run") == 0)
    first.stop()
    let second = try VariantAPI().start()
    defer { second.stop() }
    let other = try JobOnSocket(
      baseURL: second.baseURL, extra: ["ledger": job.folder + "/l.sqlite"])
    let report = try await doctor(other)
    #expect(report.verdicts["ledger binding"] == "problem")
    #expect(report.status == .usage)
  }

  @Test(arguments: [true, false])
  func `a file that is no ledger, or a damaged one, is a problem`(isForeign: Bool) async throws {
    let server = try VariantAPI().start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL, rows: 10)
    #expect(await job.run("run") == 0)
    let ledger = URL(filePath: job.folder + "/l.sqlite")
    var bytes = try Data(contentsOf: ledger)
    if isForeign {
      bytes = Data("no ledger at all".utf8)
    } else {
      // Everything behind the first pages, which hold the schema.
      let start = min(bytes.count / 4, 131_072)
      bytes.replaceSubrange(start..., with: Data(repeating: 0xA5, count: bytes.count - start))
    }
    try bytes.write(to: ledger)
    let report = try await doctor(job)
    #expect(report.status == .failed)
    #expect(report.verdicts.contains { $0.key.hasPrefix("ledger") && $0.value == "problem" })
  }

  @Test func `an output that is a file is a problem, an open folder a warning`() async throws {
    try await looking(extra: ["output": "list.csv"]) { report, _ in
      #expect(report.verdicts["output folder"] == "problem")
    }
    let server = try VariantAPI().start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL)
    try FileManager.default.createDirectory(
      atPath: job.folder + "/out", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    #expect(try await doctor(job).verdicts["output mode"] == "warning")
  }

  @Test func `patterns that match nothing are a warning`() async throws {
    try await looking(extra: ["input": ["files": ["inbox/*.csv"]]]) { report, _ in
      #expect(report.verdicts["input files"] == "warning")
    }
  }
}
