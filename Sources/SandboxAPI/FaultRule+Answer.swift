import HTTPServer
import MailAPI
import MailModel

extension FaultRule {
  /// The answer that a fault before acceptance spoils.
  func standIn() -> HTTPResponse {
    SandboxRefusal(status: status ?? 500, message: message ?? "a fault of the script").response
  }

  /// What a fault makes of a created mailing in the answer; the store keeps it as it is.
  func altered(_ mailing: Mailing, earlierID: String?) -> Mailing {
    var mailing = mailing
    switch action {
    case .takenID: mailing.id = earlierID ?? mailing.id
    case .otherRecipient:
      mailing.to?.name = "Somebody Else"
      mailing.to?.city = "Anchorage"
      mailing.to?.state = "AK"
      mailing.to?.zip = "99501"
    case .status, .close, .reset, .silent, .garbage, .cut, .drip, .delay, .html, .empty, .text,
      .redirect, .short, .huge, .late, .noID, .dearer:
      break
    }
    return mailing
  }

  /// Plays the fault on an answer: its body first, then the way it goes out.
  func spoil(_ response: inout HTTPResponse, now: UTCTime) {
    if let body = replacement() { response = body }
    switch action {
    case .short: response.body = Array(response.body.prefix(bytes ?? response.body.count / 2))
    case .huge: lengthen(&response)
    case .late where response.status >= 400:
      // Refused for good: there is nothing to accept later, and the client is told.
      return
    default: break
    }
    if let delivery { response.delivery = delivery }
    response.omitsLength = noLength
    if let retryAfter {
      response.headers += RateFault.RetryAfterForm.seconds.headers(seconds: retryAfter, now: now)
    }
    if let retryAfterDate {
      response.headers += RateFault.RetryAfterForm.date.headers(seconds: retryAfterDate, now: now)
    }
  }

  /// An answer in place of the one there was.
  private func replacement() -> HTTPResponse? {
    switch action {
    case .status where plain: html(status: status ?? 500)
    case .status:
      SandboxRefusal(
        status: status ?? 500, code: code, message: message ?? "a fault of the script"
      ).response
    case .html: html(status: status ?? 200)
    case .empty: HTTPResponse(status: status ?? 200)
    case .text: .json(text: text ?? "{}", status: status ?? 200)
    case .redirect:
      HTTPResponse(
        status: status ?? 307,
        headers: [("Location", location ?? "http://127.0.0.1:9/api/v1/mailings")])
    case .close, .reset, .silent, .garbage, .cut, .drip, .delay, .short, .huge, .late, .noID,
      .takenID, .otherRecipient, .dearer:
      nil
    }
  }

  private func html(status: Int) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [("Content-Type", "text/html")],
      body: Array((text ?? "<html><body>a proxy's page</body></html>").utf8))
  }

  /// Fills a body up to `bytes` with blanks, before a PDF's end mark so that it still has one.
  private func lengthen(_ response: inout HTTPResponse) {
    let wanted = bytes ?? Self.hugeBytes
    let missing = wanted - response.body.count
    guard missing > 0 else { return }
    let place = response.body.starts(with: "%PDF-".utf8) ? response.body.count - 6 : 0
    response.body.insert(
      contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: missing), at: max(0, place))
  }

  /// Beyond any label and any bound of a client.
  private static var hugeBytes: Int { 64 * 1024 * 1024 }

  /// How the fault spoils an answer's way; `nil`: not at all.
  private var delivery: HTTPDelivery? {
    switch action {
    case .close: .close
    case .reset: .reset(afterBytes: bytes ?? 0)
    case .silent: .silent
    case .garbage: .garbage(Array("\u{1}\u{2}this is not HTTP\r\n\r\n".utf8))
    case .cut: .cut(bytes: bytes ?? 20)
    case .drip: .drip(pause: .milliseconds(milliseconds ?? 50))
    case .late:
      switch ending ?? .close {
      case .close: .close
      case .reset: .reset(afterBytes: 0)
      case .silent: .silent
      }
    case .status, .delay, .html, .empty, .text, .redirect, .short, .huge, .noID, .takenID,
      .otherRecipient, .dearer:
      nil
    }
  }
}
