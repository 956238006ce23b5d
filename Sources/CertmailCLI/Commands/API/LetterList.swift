import Addressing
import Foundation
import Intake
import JobLedger
import MailModel

/// The one-row list that `api create` is: the same arguments are the same text, so that the ledger
/// knows them again as it knows any list.
struct LetterList: Sendable {
  /// The letter after the offline check: blanks folded, the state as its code.
  let checked: CheckedRow

  /// - Parameter mailClass: what `--mail-class` says, or the job's own.
  init(_ letter: APICall.NewLetter, mailClass: MailClass, job: JobFile, today: CivilDate) {
    let to = letter.recipient
    let draft = RowDraft([
      .reference: letter.reference ?? "", .name: to.name, .company: to.company,
      .street1: to.street1, .street2: to.street2, .city: to.city, .state: to.state, .zip: to.zip,
      .mailClass: mailClass.rawValue, .sender: letter.sender ?? "",
    ])
    checked = Addressing.AddressCheck(
      rules: AddressRules(senders: job.senders.keys.sorted(), today: today)
    ).check(draft)
  }

  /// The canonical text: one line of JSON, the filled fields in the order that the model gives.
  var text: String {
    let draft = checked.draft
    let members = RowField.allCases.filter { !draft[$0].isEmpty }.map { field in
      JSONText.Member(key: field.rawValue, value: .text(draft[field]))
    }
    return JSONText.array([.object(members)]).line
  }

  /// The name that the ledger knows the list by, before the six digits of its hash.
  static let fileName = "create.json"

  /// Writes the text to a file in a folder of its own, which `removeFile` takes away.
  func writeFile() throws -> String {
    let folder =
      FileManager.default.temporaryDirectory.path + "/certmail-create-\(UUID().uuidString)"
    try JobSession.makeFolder(folder)
    let path = folder + "/" + Self.fileName
    try Data(text.utf8).write(to: URL(filePath: path))
    // A file that was only just written would be waited for.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -60), .posixPermissions: 0o600],
      ofItemAtPath: path)
    return path
  }

  /// Removes what `writeFile` made.
  static func removeFile(_ path: String) {
    // Left behind it only takes room: the folder is the system's to clean.
    try? FileManager.default.removeItem(
      at: URL(filePath: path).deletingLastPathComponent())
  }
}
