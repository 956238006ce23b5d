import MailModel
import Testing

@testable import Reconciliation

@Suite struct ReportEntryTests {
  @Test func `findings become one code, one message and one hint`() {
    var entry = ReportEntry()
    entry.describe([
      Finding(.repair, "zip_padded", .zip, "ZIP 7302 read as 07302"),
      Finding(.warning, "unit", .street2, "unit is missing", hint: "Add it"),
      Finding(.error, "state", .state, "state is missing", hint: "Say CA"),
    ])
    #expect(entry.code == "state")
    #expect(entry.message == "ZIP 7302 read as 07302; unit is missing; state is missing")
    #expect(entry.hint == "Add it; Say CA")
    entry.describe([Finding(.repair, "zip_padded", .zip, "ZIP 7302 read as 07302")])
    #expect(entry.code.isEmpty)
    #expect(entry.hint.isEmpty)
  }
}
