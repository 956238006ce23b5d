import Foundation
import Testing

@testable import Intake

@Suite struct JSONTestSuiteTests {
  /// Reads one JSON text to its end; returns the error that stopped it.
  static func read(_ bytes: [UInt8]) throws -> IntakeError? {
    let fixture = try ListFixture(bytes, name: "text.json")
    do throws(IntakeError) {
      let limits = IntakeLimits()
      let file = try ListFile(path: fixture.path, limits: limits)
      let survey = try EncodingSurvey.survey(file)
      guard survey.encoding != .windows1252, survey.encoding != .damagedUTF8 else {
        throw IntakeError(.jsonEncoding, file: file.name)
      }
      let window = TextWindow(over: file, survey: survey, refillBytes: limits.refillBytes)
      var tokenizer = JSONTokenizer(window, limits: limits, allowsMany: false)
      while try tokenizer.next() != .end {}
      return nil
    } catch {
      return error
    }
  }

  @Test func `the JSON test suite is read, refused and survived as it asks`() throws {
    guard let folder = SharedData.folder("json-test-suite/test_parsing") else { return }
    let files = try SharedData.files(in: folder, ending: ".json")
    #expect(files.count == 318)
    for file in files {
      let name = file.lastPathComponent
      let error = try Self.read(Array(Data(contentsOf: file)))
      switch name.prefix(2) {
      case "y_": #expect(error == nil, "\(name)")
      case "n_": #expect(error != nil, "\(name)")
      default: break
      }
      // The list reader must come to an end with each of them, too.
      _ = failure(Array(try Data(contentsOf: file)), name: name)
    }
  }
}
