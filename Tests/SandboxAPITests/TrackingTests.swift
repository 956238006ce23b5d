import MailAPI
import MailModel
import Testing

@testable import SandboxAPI

@Suite struct TrackingTests {
  private func tracking(_ sandbox: SandboxInFolder, _ number: String?) async throws -> Tracking {
    try await sandbox.ask("GET", "/tracking/\(number ?? "")").decoded()
  }

  @Test(arguments: [
    ("1 Oak St", ["label_generated", "accepted", "in_transit", "delivered"]),
    (
      "1 Notice Left St", ["label_generated", "accepted", "in_transit", "notice_left", "delivered"]
    ),
    ("1 To Agent St", ["label_generated", "accepted", "in_transit", "delivered_to_agent"]),
    (
      "1 Return to Sender Rd",
      ["label_generated", "accepted", "in_transit", "notice_left", "returned"]
    ),
    ("1 Lost in the Mail Ln", ["label_generated", "accepted", "in_transit", "lost"]),
  ])
  func `events come with time, and each address takes its course`(
    street: String, course: [String]
  ) async throws {
    let sandbox = try SandboxInFolder()
    let number = try await sandbox.create(street: street).mailing.trackingNumber
    var seen: [String] = []
    for _ in 0..<40 {
      let now = try await tracking(sandbox, number)
      #expect(now.status == now.events.last?.status)
      #expect(now.events.map(\.status) == Array(course.prefix(now.events.count)))
      if seen.last != now.status { seen.append(now.status) }
      sandbox.clock.pass(.seconds(18 * 3600))
    }
    sandbox.clock.pass(.seconds(3600 * 24 * 30))
    #expect(try await tracking(sandbox, number).events.map(\.status) == course)
    #expect(seen.count >= course.count - 1)
  }

  @Test func `a mailing and the list follow the tracking`() async throws {
    let sandbox = try SandboxInFolder()
    let id = try await sandbox.create().mailing.id
    sandbox.clock.pass(.seconds(42 * 3600 - 1))
    #expect(try await sandbox.ask("GET", "/mailings/\(id)").mailing.status == "accepted")
    sandbox.clock.pass(.seconds(1))
    #expect(try await sandbox.ask("GET", "/mailings/\(id)").mailing.status == "in_transit")
    #expect(try await sandbox.ask("GET", "/mailings?status=in_transit").ids == [id])
    #expect(try await sandbox.ask("GET", "/mailings?status=accepted").ids == [])
  }

  @Test(arguments: TrackingStep.allCases)
  func `tracking is set at once on request, and what was to come is dropped`(
    step: TrackingStep
  ) async throws {
    let sandbox = try SandboxInFolder()
    let mailing = try await sandbox.create().mailing
    let path = "/sandbox/tracking/\(mailing.trackingNumber ?? "")"
    let answer = await sandbox.ask("POST", path, #"{"status":"\#(step.rawValue)"}"#)
    #expect(try answer.decoded(as: Tracking.self).status == step.rawValue)
    sandbox.clock.pass(.seconds(3600 * 24 * 100))
    let later = try await tracking(sandbox, mailing.trackingNumber)
    #expect(later.events.map(\.status) == ["label_generated", step.rawValue])
  }

  @Test func `an unknown status or number is refused`() async throws {
    let sandbox = try SandboxInFolder()
    let mailing = try await sandbox.create().mailing
    let path = "/sandbox/tracking/\(mailing.trackingNumber ?? "")"
    #expect(await sandbox.ask("POST", path, #"{"status":"eaten"}"#).status == 422)
    let body = #"{"status":"lost"}"#
    #expect(await sandbox.ask("POST", "/sandbox/tracking/1", body).status == 404)
    #expect(await sandbox.ask("POST", path, body, headers: []).status == 401)
    #expect(await sandbox.ask("GET", path).status == 405)
  }
}
