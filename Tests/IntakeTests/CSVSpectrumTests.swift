import Foundation
import Testing

@testable import Intake

@Suite struct CSVSpectrumTests {
  @Test func `all files of csv-spectrum mean what their JSON says`() throws {
    guard let folder = SharedData.folder("csv-spectrum") else { return }
    let files = try SharedData.files(in: folder.appendingPathComponent("csvs"), ending: ".csv")
    #expect(files.count == 12)
    for file in files {
      let name = file.deletingPathExtension().lastPathComponent
      let table = try CSVTable(Array(Data(contentsOf: file)))
      var found = table.cells.map { cells in
        Dictionary(uniqueKeysWithValues: zip(table.columns, cells))
      }
      if name == "location_coordinates" {
        // Its JSON has another telephone number than its CSV.
        found[0]["Contact Phone Number"] = "1234567890"
      }
      let meaning = folder.appendingPathComponent("json/\(name).json")
      let expected = try Self.objects(Data(contentsOf: meaning))
      #expect(found == expected, "\(name)")
    }
  }

  /// An array of objects, or (in one of the files) a single object.
  private static func objects(_ data: Data) throws -> [[String: String]] {
    let decoder = JSONDecoder()
    guard data.first == UInt8(ascii: "{") else {
      return try decoder.decode([[String: String]].self, from: data)
    }
    return [try decoder.decode([String: String].self, from: data)]
  }
}
