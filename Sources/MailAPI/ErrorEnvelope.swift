import Foundation

/// The API's documented error body: `{"error": {"message", "code", "status"}}`.
package struct ErrorEnvelope: Codable, Hashable, Sendable {
  package struct Detail: Codable, Hashable, Sendable {
    package var message: String
    package var code: String
    package var status: Int

    package init(message: String, code: String, status: Int) {
      self.message = message
      self.code = code
      self.status = status
    }

    /// Reads `status` also as text; `code` may be missing, `message` may not.
    package init(from decoder: any Decoder) throws {
      let body = try decoder.container(keyedBy: CodingKeys.self)
      message = try body.decode(String.self, forKey: .message)
      code = body.lenientText(.code) ?? ""
      status = body.lenientText(.status).flatMap { Int($0) } ?? 0
    }
  }

  package var error: Detail

  package init(message: String, code: String, status: Int) {
    error = Detail(message: message, code: code, status: status)
  }

  /// The envelope in `body`, or `nil` when it is not one (a proxy's page, say).
  package init?(body: [UInt8]) {
    guard let envelope = try? JSONDecoder().decode(ErrorEnvelope.self, from: Data(body)) else {
      return nil  // not the envelope: the nil says so
    }
    self = envelope
  }
}

/// The error codes of the API page, and those that the contract assumes.
package enum ErrorCode: String, CaseIterable, Sendable {
  case badRequest = "bad_request"
  case unauthorized
  case paymentRequired = "payment_required"
  case forbidden
  case notFound = "not_found"
  case methodNotAllowed = "method_not_allowed"
  case conflict
  case payloadTooLarge = "payload_too_large"
  case unsupportedMediaType = "unsupported_media_type"
  case unprocessableEntity = "unprocessable_entity"
  case rateLimited = "rate_limited"
  case internalError = "internal_error"

  /// The HTTP status that goes with the code.
  package var status: Int {
    switch self {
    case .badRequest: 400
    case .unauthorized: 401
    case .paymentRequired: 402
    case .forbidden: 403
    case .notFound: 404
    case .methodNotAllowed: 405
    case .conflict: 409
    case .payloadTooLarge: 413
    case .unsupportedMediaType: 415
    case .unprocessableEntity: 422
    case .rateLimited: 429
    case .internalError: 500
    }
  }
}
