import MailModel
import Testing

@testable import Reconciliation

@Suite struct ReportCSVTests {
  private let ours =
    "row,state,code,message,hint,quoted,charged,postage,service_fee,mailing_id,tracking_number,"
    + "label,sent_reference,attempts,submitted_at,accepted_at,tracking_status,delivered_at,"
    + "last_event_at,last_event"

  @Test func `own columns come first, then ours, with a byte order mark and CRLF`() throws {
    let invalid = makeUnsent(.invalid, row: 3) {
      $0.cells = RowCells(["CASE-2", "Bo, \"Al\""])
      ($0.code, $0.message, $0.hint) = ("zip", "ZIP is missing", "Add it")
    }
    let text = try csvText(makeHeader(), [makeDone(), invalid])
    #expect(
      text == "\u{FEFF}Case No.,Name,\(ours)\r\n"
        + "CASE-1,Ana Reyes,2,done,,,,7.50,7.50,5.86,1.64,clx1,9407111899223456789017,"
        + "labels/0001-CASE-1-9407.pdf,CASE-1 ~7KQ2M9XD3WTE,1,2026-01-15T10:30:00Z,,,,,\r\n"
        + "CASE-2,\"Bo, \"\"Al\"\"\",3,invalid,zip,ZIP is missing,Add it,,,,,,,,,0,,,,,,\r\n")
  }

  @Test func `tracking is told in columns of its own`() throws {
    let entry = makeDone {
      $0.acceptedAt = morning
      $0.trackingStatus = "delivered"
      $0.deliveredAt = morning.advanced(by: .seconds(86_400))
      $0.lastEventAt = morning
      $0.lastEvent = "Delivered, Left with Individual, OAKLAND, CA"
    }
    let record = readCSV(try csvText(makeHeader(), [entry]))[1]
    #expect(
      record.suffix(5) == [
        "2026-01-15T10:30:00Z", "delivered", "2026-01-16T10:30:00Z", "2026-01-15T10:30:00Z",
        "Delivered, Left with Individual, OAKLAND, CA",
      ])
  }

  @Test func `a column that the input has too is ours with a prefix`() throws {
    let header = makeHeader(columns: ["state", "certmail_row", "row", "Code"])
    let names = readCSV(try csvText(header, []))[0]
    #expect(names.prefix(4) == ["state", "certmail_row", "row", "Code"])
    #expect(names[4...6] == ["certmail_certmail_row", "certmail_state", "code"])
  }

  @Test func `no cell of any kind starts a formula, names of columns included`() throws {
    let entry = makeDone {
      $0.cells = RowCells(["=1+1", "-5.00"])
      ($0.message, $0.sentReference) = ("@x", "+1")
    }
    let records = readCSV(try csvText(makeHeader(columns: ["=A1", "Name"]), [entry]))
    #expect(records[0][0] == "'=A1")
    #expect(records[1][0] == "'=1+1")
    #expect(records[1][1] == "'-5.00")
    #expect(records[1][5] == "'@x")
    #expect(records[1][14] == "'+1")
  }

  @Test func `a guarded cell with a comma has the quote inside its quotation marks`() throws {
    let entry = makeDone { $0.cells = RowCells(["=A1,B1", ""]) }
    #expect(try csvText(makeHeader(), [entry]).contains("\r\n\"'=A1,B1\",,2,done"))
  }

  @Test func `a row with too few or too many cells shifts nothing and loses nothing`() throws {
    let short = makeDone(row: 2) { $0.cells = RowCells(["only"]) }
    let long = makeDone(row: 3) { $0.cells = RowCells(["a", "b", "c", "d"]) }
    let records = readCSV(try csvText(makeHeader(), [short, long]))
    #expect(records[0].prefix(5) == ["Case No.", "Name", "extra_1", "extra_2", "row"])
    #expect(records[1].prefix(6) == ["only", "", "", "", "2", "done"])
    #expect(records[2].prefix(6) == ["a", "b", "c", "d", "3", "done"])
  }

  @Test(arguments: [
    (OwnColumns.extraMax, "20"), (OwnColumns.extraMax + 1, "20,21"),
    (OwnColumns.extraMax + 2, "20,21,22"),
  ])
  func `cells beyond the last extra column are joined in it`(extra: Int, last: String) throws {
    let entry = makeDone { $0.cells = RowCells(["x", "y"] + (1...extra).map(String.init)) }
    let records = readCSV(try csvText(makeHeader(), [entry]))
    #expect(records[0][1 + OwnColumns.extraMax] == "extra_20")
    #expect(records[1][1 + OwnColumns.extraMax] == last)
    #expect(records[1][2 + OwnColumns.extraMax] == "2")
  }

  @Test func `a list without columns of its own has ours`() throws {
    let entry = makeDone { $0.cells = RowCells() }
    let records = readCSV(try csvText(makeHeader(columns: []), [entry]))
    #expect(records[0] == ReportCSV.columns)
    #expect(records[1][0] == "2")
  }

  @Test func `a row that would be queued is ready in a quote and queued otherwise`() throws {
    let entry = makeUnsent(.queued)
    #expect(readCSV(try csvText(makeHeader(isQuote: true), [entry]))[1][3] == "ready")
    #expect(readCSV(try csvText(makeHeader(), [entry]))[1][3] == "queued")
  }
}
