import Foundation
import Testing

@testable import Labels

struct LabelFileNameTests {
  private func name(
    _ reference: String = "R", position: Int = 1, of count: Int = 10, tracking: String = "94 07"
  ) -> String {
    LabelFileName(position: position, of: count, reference: reference, trackingNumber: tracking)
      .text
  }

  @Test(arguments: [
    (1, 9_999, "0001-R-9407.pdf"), (9_999, 9_999, "9999-R-9407.pdf"),
    (1, 10_000, "00001-R-9407.pdf"), (10_000, 10_000, "10000-R-9407.pdf"),
    (123_456, 5, "123456-R-9407.pdf"), (-1, 1, "0000-R-9407.pdf"),
  ])
  func `the number has as many digits as the list needs, at least four`(
    position: Int, count: Int, text: String
  ) {
    #expect(name(position: position, of: count) == text)
  }

  @Test(arguments: [
    ("2025-CV_01.a", "2025-CV_01.a"), ("Smith v. Jones", "Smith_v._Jones"), ("", "row"),
    ("   ", "row"), ("...", "row"), ("..", "row"), ("../../etc/passwd", "_.._etc_passwd"),
    (".hidden", "hidden"), ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"),
    ("Müller 李", "M_ller__"), ("a\u{0}b\nc\r\nd", "a_b_c_d"), ("CON", "CON"), ("１", "_"),
    ("\u{202E}x", "_x"),
  ])
  func `a reference is reduced to characters that are safe everywhere`(
    reference: String, reduced: String
  ) {
    #expect(name(reference) == "0001-\(reduced)-9407.pdf")
  }

  @Test func `forty characters of a reference are kept`() {
    let max = LabelFileName.referenceMax
    #expect(
      name(String(repeating: "a", count: max))
        == "0001-\(String(repeating: "a", count: max))-9407.pdf")
    #expect(
      name(String(repeating: "a", count: max + 1)) == name(String(repeating: "a", count: max)))
  }

  @Test(arguments: [
    ("9407 1999 0003 2100 0000 11", "9407199900032100000011"), ("../94", "94"), ("９4", "4"),
    (String(repeating: "1", count: 35), String(repeating: "1", count: LabelFileName.trackingMax)),
  ])
  func `a tracking number gives its digits`(tracking: String, digits: String) {
    #expect(name(tracking: tracking) == "0001-R-\(digits).pdf")
  }

  @Test func `without a digit the tracking part is left out`() {
    #expect(name(tracking: "none") == "0001-R.pdf")
  }

  @Test func `no text makes a path, a hidden name, or one that Windows refuses`() throws {
    let file = sharedData("blns/blns.json")
    guard let file else { return }
    let texts = try JSONDecoder().decode([String].self, from: Data(contentsOf: file))
    #expect(texts.count > 400)
    for text in texts {
      let name = name(text, tracking: text)
      #expect(
        name.wholeMatch(of: /0001-[A-Za-z0-9_-][A-Za-z0-9._-]{0,39}(-[0-9]{1,34})?\.pdf/) != nil,
        "\(name)")
    }
  }
}

/// A file of the shared test data; `nil`, said on stdout, when it is not there.
func sharedData(_ path: String) -> URL? {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let file = package.appending(path: "../shared/data").appending(path: path)
  if FileManager.default.fileExists(atPath: file.path) { return file }
  print("SKIPPED: ../shared/data/\(path) is not there")
  return nil
}
