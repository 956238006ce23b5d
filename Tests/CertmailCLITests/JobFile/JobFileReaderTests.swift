import Foundation
import MailModel
import Testing

@testable import CertmailCLI

@Suite struct JobFileReaderTests {
  @Test func `the least job has every default`() throws {
    let job = try JobTexts.read(JobTexts.job())
    #expect(job.name == "nightly")
    #expect(job.folder == "/work place/jobs")
    #expect(job.input.files.map(\.glob) == ["/work place/jobs/inbox/*.csv"])
    #expect(job.input.columns.isEmpty && job.input.done == nil)
    #expect(job.from.name == "Ruth Ames" && job.from.zip == "97301" && job.from.street2 == "")
    #expect(job.senders.isEmpty && job.afterRun.isEmpty)
    #expect(job.mailClass == MailClass("certified"))
    #expect(job.api.address == .server(try #require(URL(string: JobFileAssembly.providerAddress))))
    #expect(job.api.keyFile == nil && job.api.keyEnvironment == "CERTMAIL_API_KEY")
    #expect(job.api.authentication == .bearer)
    #expect(job.ledger == "/work place/jobs/nightly.sqlite")
    #expect(job.output == "/work place/jobs/out/nightly")
    #expect(
      job.checks == JobFile.Checks(address: .api, mailAddress: .asGiven, duplicateDays: 30))
    #expect(job.lines == JobFile.Lines(unit: .street2, company: .company))
    #expect(
      job.limits
        == JobFile.Limits(
          spendPerRun: nil, spendPerMailing: nil, priceRise: .zero, approval: .none,
          concurrentRequests: 4, reserveRequests: 20, attempts: 6, requestTimeout: .seconds(30),
          stopAt: nil, runFor: nil))
    #expect(job.uncertain == JobFile.Uncertain(settle: .seconds(900), whenAbsent: .hold))
    #expect(job.reference == JobFile.Reference(style: .suffix, lengthMax: 40))
    #expect(
      job.notes.map(\.path) == ["limits"])
  }

  @Test func `every key of the design is read`() throws {
    let job = try JobTexts.read(Self.full)
    #expect(job.input.columns == [.reference: ["Case No."], .name: ["First Name", "Last Name"]])
    #expect(job.input.done == "/work place/jobs/inbox/done")
    #expect(job.senders["ny"]?.company == "Ames & Boyd LLP")
    #expect(job.api.keyFile == "/home/ruth/.certmail.key")
    #expect(job.api.authentication == .apiKeyHeader)
    #expect(
      job.api.address
        == .sandbox(
          JobFile.SandboxFiles(
            store: "/work place/jobs/s.sqlite", faults: "/work place/jobs/faults.json")))
    #expect(
      job.checks == JobFile.Checks(address: .api, mailAddress: .standardized, duplicateDays: 0))
    #expect(job.lines == JobFile.Lines(unit: .street1, company: .name))
    #expect(
      job.limits
        == JobFile.Limits(
          spendPerRun: Cents(250_000), spendPerMailing: Cents(1500), priceRise: Cents(5),
          approval: .required, concurrentRequests: 64, reserveRequests: 0, attempts: 1,
          requestTimeout: .seconds(600), stopAt: TimeOfDay(text: "05:30"), runFor: .seconds(7200)))
    #expect(job.uncertain == JobFile.Uncertain(settle: .milliseconds(500), whenAbsent: .resend))
    #expect(job.reference == JobFile.Reference(style: .tokenOnly, lengthMax: 255))
    #expect(job.afterRun == ["/work place/jobs/mail.sh", "./not/a/path"])
    #expect(job.notes.isEmpty)
  }

  @Test func `all problems of a file are told at once, in the order of the text`() {
    let text = """
      {
        "name": "Nightly!",
        "input": {"files": [], "colums": {}},
        "from": {"street1": "1 Pine St", "city": "Salem", "state": "Oregon", "zip": 97301},
        "mail_class": "certified",
        "api": {"base_url": "http://mail.example", "auth": "baerer"},
        "output": "out",
        "limits": {"spend_per_run": "25OO", "spend_per_rnu": "1.00", "attempts": 0,
                   "attempts": 3, "request_timeout": "500ms", "stop_at": "5:30"},
      }
      """
    #expect(
      JobTexts.problems(text) == [
        "jobs/nightly.json:1:1: ledger: missing; expected a path, relative to the job file's folder",
        "jobs/nightly.json:2:11: name: \"Nightly!\" is not a job name; expected 1 to 40 of a-z, 0-9 "
          + "and -, such as \"nightly\"",
        "jobs/nightly.json:3:22: input.files: the list is empty; expected at least one file or "
          + "pattern",
        "jobs/nightly.json:3:26: input.colums: unknown key; did you mean \"columns\"?",
        "jobs/nightly.json:4:11: from: neither name nor company; expected at least one",
        "jobs/nightly.json:4:62: from.state: \"Oregon\" is not a state; expected the code of "
          + "a state, such as \"CA\"",
        "jobs/nightly.json:4:79: from.zip: the number 97301 is not a ZIP code; expected text such "
          + "as \"94105\" or \"94105-1234\"",
        "jobs/nightly.json:6:23: api.base_url: \"http://mail.example\" is not an address of the "
          + "API; expected \"sandbox\", an https URL such as "
          + "\"https://api.321certified.com/api/v1\", or an http URL to this machine such as "
          + "\"http://127.0.0.1:8080/api/v1\"",
        "jobs/nightly.json:6:54: api.auth: \"baerer\" is not one of its values; expected "
          + "\"bearer\" or \"x-api-key\"; did you mean \"bearer\"?",
        "jobs/nightly.json:8:31: limits.spend_per_run: \"25OO\" is not an amount; expected decimal "
          + "text such as \"2500.00\"",
        "jobs/nightly.json:8:39: limits.spend_per_rnu: unknown key; did you mean "
          + "\"spend_per_run\"?",
        "jobs/nightly.json:8:76: limits.attempts: the number 0 is not a number in the range; "
          + "expected a whole number from 1 to 100",
        "jobs/nightly.json:9:14: limits.attempts: the key stands twice, first in line 8; expected "
          + "it once",
        "jobs/nightly.json:9:48: limits.request_timeout: \"500ms\" is not a duration in the range; "
          + "expected text such as \"90s\", \"15m\" or \"2h\", from 1s to 10m",
        "jobs/nightly.json:9:68: limits.stop_at: \"5:30\" is not a time of day; expected hours and "
          + "minutes such as \"05:30\"",
      ])
  }

  @Test(arguments: [
    ("name", "name"), ("input", "input"), ("from", "from"), ("mail_class", "mail_class"),
    ("api", "api"), ("ledger", "ledger"), ("output", "output"),
  ])
  func `each required key is missed by its name`(key: String, path: String) {
    let messages = JobTexts.messages(JobTexts.job(replacing: key, by: ""))
    #expect(messages.count == 1)
    #expect(messages.first?.hasPrefix("\(path): missing; expected ") == true)
  }

  @Test(arguments: [
    "\"concurrent_requests\": 1", "\"concurrent_requests\": 64", "\"reserve_requests\": 0",
    "\"attempts\": 100", "\"request_timeout\": \"1s\"", "\"request_timeout\": \"10m\"",
    "\"price_rise\": \"0.01\"", "\"spend_per_run\": \"0\"", "\"run_for\": \"7d\"",
    "\"stop_at\": \"23:59\"", "\"stop_at\": \"00:00\"",
  ])
  func `a limit at its edge is taken`(member: String) {
    #expect(JobTexts.problems(JobTexts.job("\"limits\": {\(member)}")) == [])
  }

  @Test(arguments: [
    "\"concurrent_requests\": 0", "\"concurrent_requests\": 65", "\"concurrent_requests\": 4.0",
    "\"concurrent_requests\": \"4\"", "\"reserve_requests\": -1", "\"attempts\": 101",
    "\"request_timeout\": \"999ms\"", "\"request_timeout\": \"601s\"", "\"request_timeout\": 30",
    "\"price_rise\": \"-0.01\"", "\"spend_per_run\": 2500", "\"spend_per_run\": \"1.005\"",
    "\"spend_per_run\": null", "\"run_for\": \"169h\"", "\"run_for\": \"0s\"",
    "\"stop_at\": \"24:00\"", "\"stop_at\": \"05:60\"", "\"approval\": \"no\"",
  ])
  func `a limit beyond its edge is refused`(member: String) {
    #expect(JobTexts.problems(JobTexts.job("\"limits\": {\(member)}")).count == 1)
  }

  @Test(arguments: [
    ("\"reference\": {\"max\": 13}", 0), ("\"reference\": {\"max\": 12}", 1),
    ("\"reference\": {\"style\": \"plain\", \"max\": 1}", 0),
    ("\"reference\": {\"style\": \"plain\", \"max\": 0}", 1),
    ("\"reference\": {\"max\": 255}", 0), ("\"reference\": {\"max\": 256}", 1),
    ("\"uncertain\": {\"settle\": \"0s\"}", 0), ("\"uncertain\": {\"settle\": \"7d\"}", 0),
    ("\"uncertain\": {\"settle\": \"8d\"}", 1), ("\"checks\": {\"duplicate_days\": 3651}", 1),
    ("\"checks\": []", 1), ("\"after_run\": \"mail\"", 1), ("\"after_run\": [1]", 1),
    ("\"senders\": {\"ny\": {\"name\": \"A\"}}", 4), ("\"senders\": [1]", 1),
    ("\"senders\": {\"\": {}}", 1), ("\"Name\": 1", 1),
  ])
  func `other keys are held to their form`(member: String, count: Int) {
    #expect(JobTexts.problems(JobTexts.job(member)).count == count)
  }

  @Test(arguments: [
    (String(repeating: "n", count: 40), 0), (String(repeating: "n", count: 41), 1), ("", 1),
    ("-a", 1), ("a_b", 1), ("Ä", 1), ("2026-q1", 0),
  ])
  func `a job's name is 1 to 40 of small letters, digits and hyphens`(name: String, count: Int) {
    let text = JobTexts.job(replacing: "name", by: "\"name\": \"\(name)\",")
    #expect(JobTexts.problems(text).count == count)
  }

  @Test(arguments: [
    ("https://api.321certified.com/api/v1//", "https://api.321certified.com/api/v1"),
    ("http://127.0.0.1:8080/api/v1/", "http://127.0.0.1:8080/api/v1"),
    ("http://localhost:1", "http://localhost:1"), ("http://[::1]:80/x", "http://[::1]:80/x"),
    ("HTTPS://mail.example", "https://mail.example"),
  ])
  func `an address of the API loses its last slash, and its scheme is in small letters`(
    text: String, url: String
  ) throws {
    let job = try JobTexts.read(
      JobTexts.job(replacing: "api", by: "\"api\": {\"base_url\": \"\(text)\"},"))
    #expect(job.api.address == .server(try #require(URL(string: url))))
  }

  @Test(arguments: [
    "http://mail.example/api", "http://127.0.0.1.mail.example", "http://127.0.0.256", "ftp://a",
    "https://", "https://u:p@mail.example", "https://mail.example/?a=1", "https://a b", "Sandbox",
    "https://mail.example:65536", "https://mail.example:0", "https://mail%00.example",
    "api.321certified.com", "http://localhost.mail.example", "https://mail.example#x",
  ])
  func `an address that would betray the key is refused`(text: String) {
    let job = JobTexts.job(replacing: "api", by: "\"api\": {\"base_url\": \"\(text)\"},")
    #expect(JobTexts.problems(job).count == 1)
  }

  @Test func `the sandbox keeps its store beside the ledger`() throws {
    let job = try JobTexts.read(
      JobTexts.job(replacing: "api", by: "\"api\": {\"base_url\": \"sandbox\"},"))
    #expect(
      job.api.address
        == .sandbox(
          JobFile.SandboxFiles(store: "/work place/jobs/nightly.sandbox.sqlite", faults: nil)))
  }

  @Test func `an API key in a job file is refused and not shown`() {
    let text = JobTexts.job("\n  \"after_run\": [\"321m_live_abc123\"]")
    #expect(
      JobTexts.problems(text) == [
        "jobs/nightly.json:2:18: this looks like an API key; a key never stands in a job file: put "
          + "it into a file that only you can read and name that in api.key_file"
      ])
    let wrong = JobTexts.job("\"limits\": {\"stop_at\": \"321m_live_abc123\"}")
    #expect(!JobTexts.problems(wrong).joined().contains("abc123"))
    #expect(JobTexts.problems("{// 321m_test_abc123\n?").count == 2)
  }

  @Test func `two files at one path are told`() {
    let same = JobTexts.job(replacing: "output", by: "\"output\": \"./nightly.sqlite\"")
    #expect(
      JobTexts.messages(same) == [
        "output: the ledger has the same path; expected a folder of its own"
      ])
    let store = JobTexts.job(
      replacing: "api",
      by: "\"api\": {\"base_url\": \"sandbox\", \"sandbox_store\": \"nightly.sqlite\"},")
    #expect(JobTexts.messages(store).count == 1)
  }

  @Test func `one column cannot make up two fields`() {
    let text = JobTexts.job(
      replacing: "input",
      by: "\"input\": {\"files\": [\"a.csv\"], \"columns\": {\"name\": \"X\", \"city\": [\"X\"]}},")
    #expect(
      JobTexts.messages(text) == [
        "input.columns.city: \"X\" already makes up name; expected one field a column"
      ])
    let unknown = JobTexts.job(
      replacing: "input",
      by: "\"input\": {\"files\": [\"a.csv\"], \"columns\": {\"sate\": \"X\", \"zip\": []}},")
    #expect(
      JobTexts.messages(unknown).first
        == "input.columns.sate: unknown field; did you mean \"state\"?"
    )
    #expect(JobTexts.messages(unknown).count == 2)
  }

  @Test func `a plain reference with resend is allowed and noted`() throws {
    let job = try JobTexts.read(
      JobTexts.job(
        "\"reference\": {\"style\": \"plain\"}, \"uncertain\": {\"when_absent\": \"resend\"}"))
    #expect(job.notes.map(\.path) == ["limits", "uncertain"])
  }

  @Test func `a file that is not there is told with the system's reason`() {
    let reader = JobFileReader(workingFolder: "/nowhere", home: "/nowhere")
    #expect(
      throws: JobFileError.unreadable(path: "a.json", reason: "No such file or directory")
    ) { try reader.read("a.json") }
  }

  @Test func `anything but an object is refused`() {
    #expect(JobTexts.problems("[]").first?.contains("a list is not a group of keys") == true)
  }

  private static let full = """
    { // every key of the design
      "name": "nightly",
      "input": {"files": ["/in/*.csv", "~/x.json"],
        "columns": {"reference": "Case No.", "name": ["First Name", "Last Name"]},
        "done": "inbox/done"},
      "from": {"name": "R", "company": "C", "street1": "1", "street2": "2", "city": "S",
               "state": "or", "zip": "97301-0001"},
      "senders": {"ny": {"company": "Ames & Boyd LLP", "street1": "1 Main St", "city": "New York",
                         "state": "NY", "zip": "10001"}},
      "mail_class": "certified_return_receipt",
      "api": {"base_url": "sandbox", "key_file": "~/.certmail.key", "key_env": "KEY",
              "auth": "x-api-key", "sandbox_store": "s.sqlite", "sandbox_faults": "faults.json"},
      "ledger": "/var/lib/nightly.sqlite", "output": "out",
      "checks": {"address": "api", "mail_address": "standardized", "duplicate_days": 0},
      "lines": {"unit": "street1", "company": "name"},
      "limits": {"spend_per_run": "2500.00", "spend_per_mailing": "15.00", "price_rise": "0.05",
                 "approval": "required", "concurrent_requests": 64, "reserve_requests": 0,
                 "attempts": 1, "request_timeout": "10m", "stop_at": "05:30", "run_for": "2h"},
      "uncertain": {"settle": "500ms", "when_absent": "resend"},
      "reference": {"style": "token-only", "max": 255},
      "after_run": ["./mail.sh", "./not/a/path"],
    }
    """
}
