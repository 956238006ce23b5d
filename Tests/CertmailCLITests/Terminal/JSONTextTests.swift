import Foundation
import MailModel
import Testing

@testable import CertmailCLI

@Suite struct JSONTextTests {
  @Test func `keys come in the order that they were given`() {
    let value: JSONText = [
      "schema": 1, "b": nil, "a": [true, "x", []], "charged": .amount(Cents(976)),
      "none": .amount(nil), "at": .time(UTCTime(rawValue: 1_705_314_600_000)),
    ]
    #expect(
      value.line
        == #"{"schema":1,"b":null,"a":[true,"x",[]],"charged":"9.76","none":null,"at":"2024-01-15T10:30:00Z"}"#
    )
  }

  @Test(arguments: [
    ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t\u{0}\u{1F}", #""\n\r\t\u0000\u001f""#),
    ("\u{7F}\u{2028}\u{2029}", #""\u007f\u2028\u2029""#), ("é😀", "\"é😀\""), ("", "\"\""),
  ])
  func `text is escaped so that any reader gives it back`(text: String, json: String) throws {
    #expect(JSONText.text(text).line == json)
    let read = try JSONDecoder().decode([String].self, from: Data("[\(json)]".utf8))
    #expect(read == [text])
  }

  @Test func `a value is always one line`() {
    let value = JSONText.object([.init(key: "a\nb", value: .text("\r\n"))])
    #expect(!value.line.unicodeScalars.contains { $0.value < 0x20 })
  }
}
