import Foundation
import MailAPIClient
import MailModel
import Testing

@testable import CertmailCLI

/// The doctor's bounds, each at its edge.
@Suite struct DoctorLimitsTests {
  private func clock(_ difference: Int64?) -> Diagnosis {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT"
    let server = HTTPDate.parse(date)?.rawValue ?? 0
    return APIChecks.clock(
      Answer(
        status: 200, headers: difference == nil ? [:] : ["Date": date],
        received: UTCTime(rawValue: server + (difference ?? 0))))
  }

  @Test(arguments: [
    (0, "ok"), (5_000, "ok"), (-5_000, "ok"), (5_001, "warning"), (-5_001, "warning"),
    (300_000, "warning"), (300_001, "problem"), (-300_001, "problem"),
  ])
  func `a clock is judged by its distance from the API's`(difference: Int64, verdict: String) {
    #expect(clock(difference).verdict.rawValue == verdict)
  }

  @Test func `which clock is ahead is said`() {
    #expect(clock(60_000).finding == "60 s ahead of the API's")
    #expect(clock(-60_000).finding == "60 s behind the API's")
    #expect(clock(nil).verdict == .warning)
  }

  @Test(arguments: [
    (FolderChecks.roomNeeded - 1, "problem"), (FolderChecks.roomNeeded, "warning"),
    (FolderChecks.roomWanted - 1, "warning"), (FolderChecks.roomWanted, "ok"),
  ])
  func `room is judged by what a night needs`(free: Int64, verdict: String) {
    #expect(FolderChecks.room("disk room", free: free).verdict.rawValue == verdict)
  }

  @Test func `a disk that cannot be asked is a warning`() {
    #expect(FolderChecks.room("disk room", free: nil).verdict == .warning)
  }

  private static let mounts = """
    overlay / overlay rw 0 0
    /dev/sda1 /srv ext4 rw 0 0
    files:/x /srv/team nfs4 rw 0 0
    //files/y /mnt/my\\040share cifs rw 0 0
    user@host: /home/ruth/far fuse.sshfs rw 0 0
    sda /home/ruth/odd fuseblk rw 0 0
    """

  @Test(arguments: [
    ("/srv/mail", "ok"), ("/srv/team/mail", "problem"), ("/srv/teamwork", "ok"),
    ("/mnt/my share/a", "problem"), ("/home/ruth/far", "problem"), ("/home/ruth/odd", "warning"),
    ("/var/lib", "ok"),
  ])
  func `a ledger belongs on a disk of this machine`(folder: String, verdict: String) {
    #expect(
      MountedDisk.diagnosis(of: folder, mounts: Self.mounts).verdict.rawValue == verdict)
  }

  @Test func `without a table of mounts it is a warning`() {
    #expect(MountedDisk.diagnosis(of: "/srv", mounts: "").verdict == .warning)
  }

  @Test func `a folder that is to be made is judged by the nearest that is there`() {
    let folder = FileManager.default.temporaryDirectory.standardized.path
    #expect(NearestFolder.path(of: folder + "/none/of/these") == folder)
    #expect(NearestFolder.path(of: "/none-\(UUID().uuidString)/x") == "/")
  }

  @Test func `the worst verdict and its status stand for all`() {
    let well = Diagnosis.ok("a", "b")
    let warning = Diagnosis.warning("a", "b", "c")
    let key = Diagnosis.problem("a", "b", "c", .keyRefused)
    let job = Diagnosis.problem("a", "b", "c", .usage)
    #expect([well].verdict == .ok && [well].status == .done)
    #expect([well, warning].verdict == .warning && [well, warning].status == .done)
    #expect([warning, key].verdict == .problem && [warning, key].status == .keyRefused)
    #expect([key, job].status == .usage)
  }

  @Test func `the form of an answer is told by its members and types`() throws {
    let form = try #require(JSONForm(Array(#"{"a":[1,"x",true,null],"b":{}}"#.utf8)))
    #expect(form["a"]?.elements == [.number, .text("x"), .truth, .null])
    #expect(form["b"]?.words == "an empty object")
    #expect(form.words == "an object with a, b")
    #expect(JSONForm(Array("soon".utf8)) == nil)
  }
}
