import MailModel

/// One rule of a fault script: which requests, and what befalls them.
struct FaultRule: Sendable, Decodable {
  /// What a rule does (`do`).
  enum Action: String, CaseIterable, Sendable, Decodable {
    case status, close, reset, silent, garbage, cut, drip, delay
    /// Another body in place of the answer's.
    case html, empty, text, redirect
    /// A body of the right kind and the wrong length, delivered without fault.
    case short, huge
    /// Accepted after the connection died.
    case late
    /// A success that says something wrong.
    case noID = "no_id"
    case takenID = "taken_id"
    case otherRecipient = "other_recipient"
    case dearer
  }

  /// How the connection of a late request ends.
  enum Ending: String, CaseIterable, Sendable, Decodable {
    case close, reset, silent
  }

  let on: CallPattern
  let nth: Int?
  let percent: Int?
  let times: Int?
  let each: Bool
  let after: Bool
  let action: Action
  let status: Int?
  let code: String?
  let message: String?
  let plain: Bool
  let text: String?
  let location: String?
  let bytes: Int?
  let noLength: Bool
  let milliseconds: Int?
  let cents: Int?
  let ending: Ending?
  let retryAfter: Int?
  let retryAfterDate: Int?
  let rateHeaders: RateFault.HeaderForm?
  let resetIn: Int?

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case on, nth, percent, times, each, after
    case action = "do"
    case status, code, message, plain, text, location, bytes
    case noLength = "no_length"
    case milliseconds, cents, ending
    case retryAfter = "retry_after"
    case retryAfterDate = "retry_after_date"
    case rateHeaders = "rate_headers"
    case resetIn = "reset_in"
    case comment
  }

  /// Bounds that keep a script from hanging or filling the machine.
  static let bytesMax = 256 * 1024 * 1024
  static let millisecondsMax = 24 * 3600 * 1000
  static let secondsMax = 24 * 3600

  init(from decoder: any Decoder) throws {
    let body = try decoder.strictContainer(keyedBy: CodingKeys.self)
    on = try body.decode(CallPattern.self, forKey: .on)
    nth = try body.number(.nth, in: 1...Int(Int32.max))
    percent = try body.number(.percent, in: 0...100)
    times = try body.number(.times, in: 0...Int(Int32.max))
    each = try body.decodeIfPresent(Bool.self, forKey: .each) ?? false
    after = try body.decodeIfPresent(Bool.self, forKey: .after) ?? false
    action = try body.decode(Action.self, forKey: .action)
    status = try body.number(.status, in: 200...599)
    code = try body.decodeIfPresent(String.self, forKey: .code)
    message = try body.decodeIfPresent(String.self, forKey: .message)
    plain = try body.decodeIfPresent(Bool.self, forKey: .plain) ?? false
    text = try body.decodeIfPresent(String.self, forKey: .text)
    location = try body.decodeIfPresent(String.self, forKey: .location)
    bytes = try body.number(.bytes, in: 0...Self.bytesMax)
    noLength = try body.decodeIfPresent(Bool.self, forKey: .noLength) ?? false
    milliseconds = try body.number(.milliseconds, in: 0...Self.millisecondsMax)
    cents = try body.number(.cents, in: 0...Int(Int32.max))
    ending = try body.decodeIfPresent(Ending.self, forKey: .ending)
    retryAfter = try body.number(.retryAfter, in: 0...Self.secondsMax)
    retryAfterDate = try body.number(.retryAfterDate, in: 0...Self.secondsMax)
    rateHeaders = try body.decodeIfPresent(RateFault.HeaderForm.self, forKey: .rateHeaders)
    resetIn = try body.number(.resetIn, in: 0...Self.secondsMax)
  }

  /// Whether the request is carried out; else the fault comes before the acceptance.
  var carriesOut: Bool {
    switch action {
    case .delay, .short, .huge, .late, .noID, .takenID, .otherRecipient, .dearer: true
    case .status, .close, .reset, .silent, .garbage, .cut, .drip, .html, .empty, .text, .redirect:
      after
    }
  }

  /// How long the answer is held back.
  var delay: Duration {
    action == .delay ? .milliseconds(milliseconds ?? 100) : .zero
  }

  /// How long after its connection died a request is accepted.
  var late: Duration? { action == .late ? .milliseconds(milliseconds ?? 1000) : nil }

  /// What a mailing costs above its price.
  var surcharge: Cents { action == .dearer ? Cents(Int64(cents ?? 100)) : .zero }

  /// Whether the answer to a creation lacks its id.
  var hidesID: Bool { action == .noID }
}
