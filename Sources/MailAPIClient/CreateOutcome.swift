package import MailAPI
import MailModel

/// What one exchange of `POST /mailings` means for its mailing.
package enum CreateOutcome: Sendable {
  /// Made: the body was whole, readable, and has an id. `raw` is the body as it came.
  case made(Mailing, raw: [UInt8])
  /// Refused for good, with the documented envelope.
  case refused(Refusal)
  /// Not this mailing's fault, and not executed: the run stops.
  case accountRefused(AccountRefusal, Refusal)
  /// 429: not executed.
  case throttled
  /// Nothing was sent: a 429 for another mailing came before this one went out.
  case withheld
  /// Proved that nothing was sent.
  case notSent(reason: String)
  /// May have been executed.
  case unknown(UnknownOutcome)
}

/// What the API said in its documented envelope.
package struct Refusal: Hashable, Sendable {
  /// The HTTP status.
  package var status: Int
  /// `unprocessable_entity`, …: as it came.
  package var code: String
  /// The API's own words, one line, without keys. They may repeat the row's data: for the ledger
  /// and the reports, not for logs.
  package var message: String

  /// The longest message that is kept, in characters.
  package static let messageLengthMax = 500

  package init(status: Int, code: String, message: String) {
    self.status = status
    self.code = Plain.line(code, lengthMax: 60)
    self.message = Plain.line(message, lengthMax: Self.messageLengthMax)
  }
}

/// What about the account stands in the way of every mailing.
package enum AccountRefusal: String, CaseIterable, Hashable, Sendable {
  /// 401 or 403: the key is not valid, or may not do this (exit status 4).
  case key
  /// 402: no funds (exit status 7).
  case funds
  /// 404: there is no such call, so the base URL is wrong.
  case notFound
}

/// Why nobody can tell whether a mailing was made.
package struct UnknownOutcome: Hashable, Sendable {
  package enum Code: String, CaseIterable, Sendable {
    /// No answer at all.
    case noAnswer = "no_answer"
    /// An answer that was cut short or too long.
    case brokenAnswer = "broken_answer"
    /// 5xx.
    case serverError = "server_error"
    /// 3xx: something else than the API answers here.
    case redirected
    /// Another status, or one without the documented envelope: a proxy's answer, perhaps.
    case strangeAnswer = "strange_answer"
    /// 2xx without a readable mailing.
    case unreadableSuccess = "unreadable_success"
  }

  package var code: Code
  /// What was seen, in plain words, without personal data.
  package var text: String
  /// The API said success: the mailing was probably made.
  package var probablyAccepted: Bool
  /// Every further mailing would end the same way.
  package var stopsRun: Bool

  package init(
    _ code: Code, _ text: String, probablyAccepted: Bool = false, stopsRun: Bool = false
  ) {
    self.code = code
    self.text = text
    self.probablyAccepted = probablyAccepted
    self.stopsRun = stopsRun
  }
}
