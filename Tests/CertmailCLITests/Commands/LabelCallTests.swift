import Foundation
import MailModel
import TestSupport
import Testing

@testable import CertmailCLI

/// `api label`: checked before it is written, and written whole or not at all.
@Suite(.serialized) struct LabelCallTests {
  private func label(
    _ options: [String], change: @escaping VariantAPI.Change = { _, _ in }, width: Int? = nil
  ) async throws -> (status: Status, recording: Recording, folder: String) {
    let server = try VariantAPI(change: change).start()
    defer { server.stop() }
    let job = try JobOnSocket(baseURL: server.baseURL, rows: 1)
    #expect(await job.run("run") == 0)
    let words =
      ["api", job.job, "label", "m1"] + options.map { $0.replacing("F", with: job.folder) }
    let invocation = try ArgumentParser.invocation(words)
    guard case .call(let call) = invocation.action else { throw UsageError("no call") }
    let recording = Recording()
    let console = recording.console(invocation.display, width: width)
    do {
      return (try await CallCommand(call, console).run(), recording, job.folder)
    } catch {
      let (status, text) = CertmailCLI.Program.words(for: error)
      console.problem(text)
      return (status, recording, job.folder)
    }
  }

  @Test func `a label goes into a file that only its owner can read`() async throws {
    let ended = try await label(["-o", "F/x.pdf"])
    #expect(ended.status == .done)
    let path = ended.folder + "/x.pdf"
    let written = try Data(contentsOf: URL(filePath: path))
    #expect(Array(written) == VariantAPI.pdf)
    #expect(FileMode(path)?.octal == "0600")
  }

  @Test func `with --json file, size and hash are said`() async throws {
    let ended = try await label(["-o", "F/x.pdf", "--json"])
    #expect(ended.recording.out.contains("\"bytes\":\(VariantAPI.pdf.count)"))
    #expect(ended.recording.out.contains(SHA256.digest(VariantAPI.pdf).hexadecimal))
  }

  @Test func `what is no whole PDF is not written`() async throws {
    // The run has its label; what is asked for later is a web page.
    let ended = try await label(["-o", "F/x.pdf"]) { call, reply in
      if call.name.hasSuffix("/label"), call.number > 1 { reply.text = "<html>oops</html>" }
    }
    #expect(ended.status == .failed)
    #expect(ended.recording.errors.contains("is not a PDF but a web page"))
    #expect(!FileManager.default.fileExists(atPath: ended.folder + "/x.pdf"))
  }

  @Test(arguments: [202, 404, 409, 425])
  func `a label that is late is told as such`(status: Int) async throws {
    let ended = try await label(["-o", "F/x.pdf"]) { call, reply in
      guard call.name.hasSuffix("/label"), call.number > 1 else { return }
      reply = status == 202 ? VariantAPI.Reply(status: 202, body: [:]) : .error(status, "late")
    }
    #expect(ended.status == (status == 404 ? .failed : .stoppedEarly))
    #expect(ended.recording.errors.contains("moment"))
  }

  @Test func `a terminal gets no PDF, and --json no bytes`() async throws {
    let onTerminal = try await label([], width: 80)
    #expect(onTerminal.status == .usage)
    #expect(onTerminal.recording.errors.contains("-o m1.pdf"))
    #expect(try await label(["--json"]).status == .usage)
  }
}
