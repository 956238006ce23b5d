import Foundation
import HTTPServer
import MailAPI

extension HTTPResponse {
  /// A body as JSON.
  static func json(_ body: some Encodable, status: Int = 200) -> HTTPResponse {
    // The bodies are texts and numbers, which can always be written.
    let bytes = (try? wireEncoder().encode(body)).map { Array($0) } ?? []
    return HTTPResponse(
      status: status, headers: [("Content-Type", "application/json")], body: bytes)
  }

  /// A body that is JSON text already.
  static func json(text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
  }
}
