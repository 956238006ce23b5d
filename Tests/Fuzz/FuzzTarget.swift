import Foundation
import Glibc
import HTTPServer
import Intake
import Labels
import MailAPI
import MailAPIClient
import MailModel

/// What reads bytes that a stranger wrote; each is given whatever the fuzzer thinks up.
///
/// Beyond "it does not crash" each says what must hold of every answer; a promise that is broken
/// ends the process, which the fuzzer reports with the input.
enum FuzzTarget: String {
  case csv, json, request, outcome, listing, label

  /// The one that the environment variable `FUZZ_TARGET` names.
  static let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      preconditionFailure("FUZZ_TARGET names none: \(name)")
    }
    return target
  }()

  func run(_ bytes: UnsafeRawBufferPointer) {
    switch self {
    case .csv: Self.list(bytes, .csv)
    case .json: Self.list(bytes, .json)
    case .request: Self.request(bytes)
    case .outcome: Self.outcome(bytes)
    case .listing: Self.listing(bytes)
    case .label: Self.label(bytes)
    }
  }

  /// The first byte says how much is read at once; whatever it is, the list says the same.
  private static func list(_ bytes: UnsafeRawBufferPointer, _ format: ListFormat) {
    guard let first = bytes.first else { return }
    var limits = IntakeLimits()
    let whole = read(bytes.dropFirst(), format, limits)
    limits.refillBytes = 1 + Int(first)
    let pieces = read(bytes.dropFirst(), format, limits)
    precondition(whole == pieces, "the list depends on how it is read: \(whole) or \(pieces)")
  }

  /// What a list says: its rows as they were read, or why it is refused.
  private static func read(
    _ bytes: Slice<UnsafeRawBufferPointer>, _ format: ListFormat, _ limits: IntakeLimits
  ) -> [String] {
    do throws(IntakeError) {
      var reader = try CaseListReader(
        fileDescriptor: file(bytes), name: "list", format: format, limits: limits)
      var batch = RecordBatch()
      var rows: [String] = []
      while try reader.next(into: &batch) {
        rows += batch.records.map { "\($0.rowNumber) \($0.issue as Any) \(batch.texts($0))" }
      }
      precondition(reader.contentHash != nil, "a list that was read has a hash")
      return rows
    } catch {
      return ["\(error)"]
    }
  }

  /// An unnamed file with these bytes, read from its start.
  private static func file(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int32 {
    var path = Array("/dev/shm/list-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    precondition(file >= 0, "no file for the list: \(errno)")
    unlink(path)
    precondition(
      write(file, UnsafeRawBufferPointer(rebasing: bytes).baseAddress, bytes.count) == bytes.count)
    lseek(file, 0, SEEK_SET)
    return file
  }

  /// Requests are the same in whatever portions they come; after an error there is nothing more.
  private static func request(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    let step = 1 + Int(first)
    let portions = stride(from: 0, to: rest.count, by: step).map {
      Array(rest[$0..<min($0 + step, rest.count)])
    }
    precondition(requests([rest]) == requests(portions), "the request depends on its portions")
  }

  private static func requests(_ portions: [[UInt8]]) -> [String] {
    var parser = HTTPRequestParser(limits: HTTPLimits())
    var seen: [String] = []
    for portion in portions {
      portion.withUnsafeBytes { parser.feed($0) }
      reading: while true {
        switch parser.next() {
        case .needMore: break reading
        // Depends on whether the body came at once.
        case .continueExpected: continue
        case .request(let request, let keeps): seen.append("\(request) \(keeps)")
        case .error(let status, let message): return seen + ["\(status) \(message)"]
        }
      }
    }
    return seen
  }

  /// Two bytes of status, one of the body's state, then the body: only a whole 2xx with an id is a
  /// mailing, and only a documented 4xx is a refusal.
  private static func outcome(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 3 else { return }
    let status = 100 + (Int(bytes[0]) << 8 | Int(bytes[1])) % 500
    let states = Answer.BodyState.allCases
    let answer = Answer(
      status: status, headers: ["retry-after": "\(bytes[2])"], body: Array(bytes.dropFirst(3)),
      bodyState: states[Int(bytes[2]) % states.count], received: UTCTime(rawValue: 0))
    switch OutcomeClassifier.create(.answered(answer)) {
    case .made(let mailing, _):
      precondition((200...299).contains(status) && answer.bodyState == .complete)
      precondition(!mailing.id.isEmpty)
    case .refused, .accountRefused:
      precondition((400...499).contains(status) && answer.bodyState == .complete)
    case .throttled: precondition(status == 429)
    case .notSent, .withheld:
      preconditionFailure("an answer proves that something was sent")
    case .unknown: break
    }
  }

  /// A listing gives each element once, read or not.
  private static func listing(_ bytes: UnsafeRawBufferPointer) {
    guard let listing = try? JSONDecoder().decode(Listing<Mailing>.self, from: Data(bytes)) else {
      return
    }
    precondition(listing.unreadableCount >= 0)
    precondition(listing.items.allSatisfy { !$0.id.isEmpty }, "a mailing without an id was read")
  }

  /// What is taken for a label begins and ends as one.
  private static func label(_ bytes: UnsafeRawBufferPointer) {
    guard LabelCheck.fault(in: Array(bytes)) == nil else { return }
    precondition(LabelCheck.bytesMin...LabelCheck.bytesMax ~= bytes.count)
    precondition(bytes.starts(with: "%PDF-".utf8))
    let whitespace: Set<UInt8> = [0, 9, 10, 12, 13, 32]
    let end = bytes.lastIndex { !whitespace.contains($0) }.map { bytes[...$0] }
    precondition(end?.suffix(5).elementsEqual("%%EOF".utf8) == true, "it was cut off")
    precondition(
      LabelCheck.fault(in: Array(bytes) + bytes.prefix(20)) != nil, "more was stuck to its end")
  }
}

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  FuzzTarget.chosen.run(UnsafeRawBufferPointer(start: start, count: count))
  return 0
}
