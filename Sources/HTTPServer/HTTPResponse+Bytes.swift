import Foundation

extension HTTPResponse {
  /// The answer's bytes on the wire.
  /// - Parameters:
  ///   - isHead: the request was HEAD: the head alone goes out.
  ///   - closes: the connection ends after it.
  func bytes(isHead: Bool, closes: Bool, date: String) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(Self.reason(status))\r\nDate: \(date)\r\n"
    for field in headers { head += "\(field.name): \(field.value)\r\n" }
    let mayHaveBody = status >= 200 && status != 204 && status != 304
    if mayHaveBody, !headers.contains(where: { $0.name.lowercased() == "content-length" }),
      !omitsLength
    {
      head += "Content-Length: \(body.count)\r\n"
    }
    if closes { head += "Connection: close\r\n" }
    head += "\r\n"
    return Array(head.utf8) + (isHead || !mayHaveBody ? [] : body)
  }

  /// A name for the statuses that are common; the number is what counts (RFC 9112 §4).
  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 204: "No Content"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status \(status)"
    }
  }
}

/// The text of the `Date` field, made anew once a second at most.
struct HTTPDate: Sendable {
  static func text(_ date: Date) -> String {
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) "
      + "\(parts.tm_year + 1900) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
  }
}
