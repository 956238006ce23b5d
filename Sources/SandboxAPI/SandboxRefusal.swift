import HTTPServer
import MailAPI

/// A refusal on its way to the client as the documented envelope.
struct SandboxRefusal: Error {
  var status: Int
  var code: String
  /// Names the field, and says what is expected.
  var message: String
  var headers: [(name: String, value: String)] = []

  init(
    _ code: ErrorCode, _ message: String, headers: [(name: String, value: String)] = []
  ) {
    status = code.status
    self.code = code.rawValue
    self.message = message
    self.headers = headers
  }

  /// A refusal with any status; statuses without a code of their own get their class's.
  init(status: Int, code: String? = nil, message: String) {
    self.status = status
    self.code = code ?? Self.code(status)
    self.message = message
  }

  static func unauthorized(_ message: String) -> SandboxRefusal {
    SandboxRefusal(.unauthorized, message, headers: [("WWW-Authenticate", "Bearer")])
  }

  /// The code of a status: the documented one, else words for the server's own refusals.
  static func code(_ status: Int) -> String {
    if let known = ErrorCode.allCases.first(where: { $0.status == status }) {
      return known.rawValue
    }
    return switch status {
    case 408: "request_timeout"
    case 421: "misdirected_request"
    case 503: "service_unavailable"
    case 400..<500: ErrorCode.badRequest.rawValue
    default: ErrorCode.internalError.rawValue
    }
  }

  var envelope: ErrorEnvelope { ErrorEnvelope(message: message, code: code, status: status) }

  var response: HTTPResponse {
    var response = HTTPResponse.json(envelope, status: status)
    response.headers += headers
    return response
  }
}
