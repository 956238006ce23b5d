import Foundation
import MailAPI
import MailModel

/// Draws conclusions from exchanges; pure. The table is EXACTLY-ONCE.md, "Outcomes of POST
/// /mailings".
package enum OutcomeClassifier {
  /// The outcome of one exchange of `POST /mailings`; whatever is not proved is `.unknown`.
  package static func create(_ exchange: Exchange) -> CreateOutcome {
    switch exchange {
    case .notSent(let reason): .notSent(reason: reason)
    case .lost(let reason): .unknown(UnknownOutcome(.noAnswer, reason))
    case .answered(let answer): create(answer)
    }
  }

  private static func create(_ answer: Answer) -> CreateOutcome {
    let status = answer.status
    switch status {
    case 200...299: return created(answer)
    case 300...399:
      return .unknown(
        UnknownOutcome(
          .redirected, "the API's address answered with a redirect (\(status))", stopsRun: true))
    case 500...599:
      return .unknown(UnknownOutcome(.serverError, "the API had a server error (\(status))"))
    default: break
    }
    guard answer.bodyState == .complete else {
      return .unknown(UnknownOutcome(.brokenAnswer, broken(answer)))
    }
    if status == 429 { return .throttled }
    guard let refusal = documentedRefusal(answer) else {
      return .unknown(
        UnknownOutcome(
          .strangeAnswer, "the answer \(status) is not in the API's form; a proxy's, perhaps"))
    }
    switch status {
    case 400, 405, 413, 415, 422: return .refused(refusal)
    case 401, 403: return .accountRefused(.key, refusal)
    case 402: return .accountRefused(.funds, refusal)
    case 404: return .accountRefused(.notFound, refusal)
    default:
      return .unknown(
        UnknownOutcome(.strangeAnswer, "the API answered \(status), which proves nothing"))
    }
  }

  private static func created(_ answer: Answer) -> CreateOutcome {
    func doubt(_ code: UnknownOutcome.Code, _ text: String) -> CreateOutcome {
      .unknown(UnknownOutcome(code, text, probablyAccepted: true))
    }
    guard answer.bodyState == .complete else { return doubt(.brokenAnswer, broken(answer)) }
    guard let mailing = decode(Mailing.self, answer.body) else {
      return doubt(
        .unreadableSuccess,
        "the API answered \(answer.status) without a mailing id that can be read")
    }
    guard PathSegment.encoded(mailing.id) != nil else {
      return doubt(.unreadableSuccess, "the API gave the mailing an id that cannot be used")
    }
    return .made(mailing, raw: answer.body)
  }

  /// The documented envelope, complete: message, code, and the status of the answer itself. An
  /// envelope that names another status was wrapped by something on the way.
  static func documentedRefusal(_ answer: Answer) -> Refusal? {
    guard answer.bodyState == .complete, let error = ErrorEnvelope(body: answer.body)?.error,
      !error.code.isEmpty, error.status == answer.status
    else { return nil }
    return Refusal(status: answer.status, code: error.code, message: error.message)
  }

  /// `body` as a `Value`, or `nil` when it is not one.
  static func decode<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) -> Value? {
    // What cannot be read is the nil; every caller has words for it.
    try? JSONDecoder().decode(type, from: Data(body))
  }

  static func broken(_ answer: Answer) -> String {
    answer.bodyState == .oversized
      ? "the answer \(answer.status) was larger than any that the API gives"
      : "the answer \(answer.status) was cut short"
  }
}

/// Text from outside as one segment of a path.
enum PathSegment {
  /// The longest id that is used, in bytes.
  static let lengthMax = 200

  /// `text` percent-encoded, or `nil` when it is empty, too long, holds control characters, or
  /// would mean another path (`.`, `..`).
  static func encoded(_ text: String) -> String? {
    guard !text.isEmpty, text.utf8.count <= lengthMax, text != ".", text != "..",
      text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return nil }
    return text.addingPercentEncoding(withAllowedCharacters: unreserved)
  }

  /// `text` percent-encoded, whatever it is: what is no segment is escaped to the last sign.
  static func escaped(_ text: String) -> String {
    encoded(text) ?? text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
