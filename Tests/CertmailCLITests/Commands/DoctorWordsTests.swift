import Foundation
import MailAPIClient
import MailModel
import Testing

@testable import CertmailCLI

/// What doctor says of things that no session can show: clocks, disks, TLS. Letter for letter.
@Suite struct DoctorWordsTests {
  /// As people read it, below each other.
  private func text(_ lines: [Diagnosis]) -> String {
    lines.map { $0.lines(checkWidth: 11) }.joined(separator: "\n")
  }

  private func clock(_ difference: Int64) -> Diagnosis {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    let server = HTTPDate.parse(date)?.rawValue ?? 0
    return APIChecks.clock(
      Answer(
        status: 200, headers: ["Date": date], received: UTCTime(rawValue: server + difference)))
  }

  @Test func `a clock that is not the API's is to be set`() {
    let away: [Int64] = [-7_400, 300_501, 5_000]
    #expect(
      text(away.map(clock)) == """
        warning  clock        7 s behind the API's
                              → set the clock: timedatectl set-ntp true
        problem  clock        301 s ahead of the API's
                              → set the clock: timedatectl set-ntp true
        ok       clock        agrees with the API's
        """)
  }

  @Test func `room is asked for before it is used up`() {
    let free: [Int64?] = [nil, 49_999_999, 999_999_999, 2_000_000_000]
    #expect(
      text(free.map { FolderChecks.room("disk room", free: $0) }) == """
        warning  disk room    the disk cannot be asked
                              → make sure that there is room
        problem  disk room    49 MB free
                              → make room before the next run
        warning  disk room    999 MB free
                              → make room: labels need it
        ok       disk room    2,000 MB free
        """)
  }

  @Test func `a ledger is sent to a local disk`() {
    let mounts = """
      /dev/sda1 /srv ext4 rw 0 0
      files:/x /srv/team nfs4 rw 0 0
      sda /srv/odd fuseblk rw 0 0
      """
    let folders = ["/srv/team/mail", "/srv/odd", "/home", "/srv/mail"]
    #expect(
      text(folders.map { MountedDisk.diagnosis(of: $0, mounts: mounts) }) == """
        problem  ledger disk  /srv/team/mail lies on a network file system (nfs4), which cannot be locked safely
                              → move the ledger to a local disk
        warning  ledger disk  /srv/odd lies on fuseblk
                              → make sure that it is a local disk
        warning  ledger disk  /home: its file system cannot be asked about
                              → make sure that it is a local disk
        ok       ledger disk  a local file system (ext4)
        """)
  }

  /// An API behind TLS that answers everything alike.
  private struct Refusing: Transport {
    func exchange(_ request: WireRequest) async -> Exchange {
      .answered(Answer(status: 401, received: UTCTime(rawValue: 0)))
    }
  }

  private func job() throws -> JobFile {
    let api = ["base_url": "https://127.0.0.1:9/api/v1"]
    return try JobSession.readJob(
      JobOnSocket(baseURL: "http://127.0.0.1:9", extra: ["api": api]).arguments)
  }

  @Test func `an answer by https says that TLS is well, and one without a date leaves the clock`()
    async throws
  {
    var checks = APIChecks(job: try job(), transport: Refusing())
    await checks.run()
    #expect(
      text(checks.lines) == """
        ok       connection   TLS, and the certificate is trusted
        warning  clock        the API's answers have no Date
                              → see to it that this machine's clock is set
        warning  rate limit   the documented headers X-RateLimit-Limit, -Remaining and -Reset are not all there
                              → certmail then waits only after a 429; nothing to do
        problem  key          GET /mailings: 401, without the API's own words
                              → check the key: api.key_file, --api-key-file or the variable that api.key_env names
        """)
  }

  @Test func `a connection with a session alone has no key`() async throws {
    let job = try job()
    let connection = try await CallConnection(
      job, JobArguments(path: job.path), .session(.init(file: nil)),
      environment: [SessionSource.variable: "abc"])
    let found = KeyCheck(job: job, connection: connection).run()
    #expect(
      text(found) == """
        problem  key          there is no key
                              → give the job a key
        """)
    #expect(found.status == .keyRefused)
  }
}
