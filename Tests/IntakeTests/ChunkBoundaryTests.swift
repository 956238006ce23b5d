import Testing

@testable import Intake

@Suite struct ChunkBoundaryTests {
  private static let csv = """
    sep=,\r
    name,street1,city,state,zip,"own\r
    column"\r
    "José ""Pepe"" Núñez","1 Main St\r\n\r\nrear",Springfield,IL,62701,x\r
    \r
    Ada Quill,5" pipe,,IL,62701\r"Last, One",s,c,IL,62701,"end"
    """

  private static let json = """
    {"note": "two\\nlines \\u00e9 \\ud83c\\udfdb", "empty": [], "recipients" : [
      {"to": {"name": "José", "street1": "1 \\"Main\\" St"}, "zip" : 62701, "ok":true,"n":null},
      7, {"zip":-1.5e+10,"x":{"a":[1, {"b" : "c\\\\"}], "d":{}}}
    ] , "after": {"deep":[[[]]]} }
    """

  @Test(arguments: [1, 2, 3, 7, 64])
  func `a list is the same in pieces of any size`(refill: Int) throws {
    let limits = IntakeLimits.with { $0.refillBytes = refill }
    #expect(try CSVTable(Self.csv, limits: limits) == CSVTable(Self.csv))
    #expect(try JSONTable(Self.json, limits: limits) == JSONTable(Self.json))
  }

  @Test func `the lists used here are read in full`() throws {
    let csv = try CSVTable(Self.csv)
    #expect(csv.columns.last == "own\r\ncolumn")
    #expect(csv.rows.map(\.number) == [2, 4, 5])
    let json = try JSONTable(Self.json)
    #expect(json.columns == ["to.name", "to.street1", "zip", "ok", "n", "x"])
    #expect(
      json.rows == [
        Row(1, ["José", "1 \"Main\" St", "62701", "true", ""]), Row(2, [], .notAnObject),
        Row(3, ["", "", "-1.5e+10", "", "", #"{"a":[1,{"b":"c\\"}],"d":{}}"#]),
      ])
  }
}
