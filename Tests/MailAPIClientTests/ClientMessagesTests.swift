import Foundation
import Testing

@testable import MailAPIClient

/// What is said when the API cannot be reached or used, letter for letter.
@Suite struct ClientMessagesTests {
  @Test func `why an address or a key cannot be used`() {
    let errors: [EndpointError] = [
      .baseURL("ftp://x"), .plainHTTP(host: "api.example.com"), .key, .session,
    ]
    #expect(
      errors.map(\.description).joined(separator: "\n") == """
        the API's address "ftp://x" is not a usable URL; expected something like https://api.321certified.com/api/v1
        plain http to api.example.com would show the API key to the network; use https (http is only for this machine: localhost, 127.0.0.1, [::1])
        the API key is empty or holds blanks, line breaks or other characters that no key has; copy it again
        the session cookie is empty or holds characters that no cookie has; copy it again
        """)
  }

  @Test func `why a call that may be repeated has no result`() {
    let call = "GET /mailings"
    let errors: [ServiceError] = [
      .keyRefused(call: call, status: 403, message: "no"),
      .refused(call: call, status: 404, message: "no"),
      .unavailable(call: call, reason: "no answer in time"),
      .unreadable(call: call, reason: "no array of objects"), .notReady(call: call), .cancelled,
    ]
    #expect(
      errors.map { "\($0)\n  \($0.reason)\n  \($0.cause)" }.joined(separator: "\n") == """
        GET /mailings: the API refuses this key (403: no); check the key and its permissions
          the API refuses this key (403: no); check the key and its permissions
          GET /mailings: no
        GET /mailings: the API refuses this (404: no)
          the API refuses this (404: no)
          GET /mailings: the API refuses this (404: no)
        GET /mailings: the API gives no usable answer (no answer in time); run again later
          no answer in time
          GET /mailings: no answer in time
        GET /mailings: the API's answer cannot be read (no array of objects)
          no array of objects
          GET /mailings: the API's answer cannot be read (no array of objects)
        GET /mailings: not ready yet
          not ready yet
          GET /mailings: not ready yet
        stopped
          stopped
          stopped
        """)
  }

  @Test func `how a connection failed`() {
    func said(_ code: Int, _ text: String = "", sent: Int64 = 1) -> String {
      let failure = TransportFailure(
        code: code, text: text, bodyBytesSent: sent, hasAnswer: false)
      return switch failure.exchange {
      case .notSent(let reason): "not sent: \(reason)"
      case .lost(let reason): "lost: \(reason)"
      case .answered: "answered"
      }
    }
    let told = [
      said(NSURLErrorCannotFindHost, "Could not resolve host: x", sent: 0),
      said(NSURLErrorDNSLookupFailed, sent: 0),
      said(NSURLErrorCannotConnectToHost, "Failed to connect to x port 9", sent: 0),
      said(NSURLErrorTimedOut), said(NSURLErrorCancelled), said(NSURLErrorNetworkConnectionLost),
      said(NSURLErrorBadServerResponse), said(-1, "SSL: no\nway"),
    ]
    #expect(
      told.joined(separator: "\n") == """
        not sent: the API's host name could not be resolved
        not sent: the API's host name could not be resolved
        not sent: the API's host refused the connection
        lost: no answer in time
        lost: cancelled before the answer came
        lost: the connection was reset
        lost: the connection was closed without an answer
        lost: the connection failed (-1: SSL: no way)
        """)
  }
}
