import Foundation
import MailAPI
import MailModel

/// One line of JSON for each accepted mailing, synced before the answer leaves: the truth that tests
/// compare with, readable without the program.
///
/// Lines are written inside the store's transaction, so a process that dies before its commit may
/// leave one line too many; `heal` takes such lines off at the next start.
final class AcceptanceJournal {
  /// A line's members, in the order of their names.
  private struct Line: Encodable {
    /// Milliseconds since 1970 UTC.
    var at: Int64
    var id: String
    var trackingNumber: String?
    /// The text as sent, and the token at its end.
    var reference: String?
    var token: String?
    var mailClass: String?
    var to: PostalAddress.Body?
    /// The charge in cents, and its parts.
    var total: Int64?
    var postage: Int64?
    var serviceFee: Int64?

    enum CodingKeys: String, CodingKey {
      case at, id
      case trackingNumber = "tracking_number"
      case reference, token
      case mailClass = "mail_class"
      case to, total, postage
      case serviceFee = "service_fee"
    }
  }

  private struct Named: Decodable { var id: String }

  /// How many lines a start takes back at most; each crash leaves one at most.
  static let unfinishedLinesMax = 8

  private let descriptor: Int32
  private let path: String

  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw SandboxError(
        "\(path): cannot be written: \(String(cString: strerror(errno))); give another store")
    }
  }

  deinit { close(descriptor) }

  /// Appends and syncs a line; returns what to give to `takeBack` should the mailing fall through.
  func append(_ mailing: Mailing, at time: UTCTime) throws -> ClosedRange<off_t> {
    let line = Line(
      at: time.rawValue, id: mailing.id, trackingNumber: mailing.trackingNumber,
      reference: mailing.reference,
      token: mailing.reference.flatMap { SentReference.token(in: $0)?.text },
      mailClass: mailing.mailClass?.rawValue, to: mailing.to.map { PostalAddress.Body($0) },
      total: mailing.cost?.total.rawValue, postage: mailing.cost?.postage.rawValue,
      serviceFee: mailing.cost?.serviceFee.rawValue)
    let bytes = Array(try wireEncoder().encode(line)) + [UInt8(ascii: "\n")]
    let start = lseek(descriptor, 0, SEEK_END)
    let range = start...(start + off_t(bytes.count))
    guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
      takeBack(range)
      throw SandboxRefusal(.internalError, "the sandbox's disk is full")
    }
    return range
  }

  /// Takes the last line back, whole or torn; nothing once another has written behind it.
  func takeBack(_ range: ClosedRange<off_t>) {
    guard lseek(descriptor, 0, SEEK_END) <= range.upperBound else { return }
    _ = ftruncate(descriptor, range.lowerBound)
  }

  /// Takes off a torn line and lines whose mailing was never committed; called while no other process
  /// can write to the store.
  func heal(isAccepted: (String) throws -> Bool) throws {
    let text = try Data(contentsOf: URL(fileURLWithPath: path))
    var end = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    for _ in 0..<Self.unfinishedLinesMax where end > 0 {
      let start = text[..<(end - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      // A line that cannot be read names nothing that was accepted.
      let named = try? JSONDecoder().decode(Named.self, from: text[start..<(end - 1)])
      if let named, try isAccepted(named.id) { break }
      end = start
    }
    if end < text.count { _ = ftruncate(descriptor, off_t(end)) }
  }
}

/// Why a sandbox cannot start, with the remedy.
package struct SandboxError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}
