import HTTPServer

/// Text as bytes, one a character up to U+00FF, so that tables can hold any byte.
func latin1(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
}

/// What a parser made of some bytes, in a form that can be compared.
func events(
  _ portions: [[UInt8]], limits: HTTPLimits = HTTPLimits(), allowedHosts: Set<String>? = nil
) -> [String] {
  var parser = HTTPRequestParser(limits: limits, allowedHosts: allowedHosts)
  var seen: [String] = []
  for portion in portions {
    portion.withUnsafeBytes { parser.feed($0) }
    reading: while true {
      switch parser.next() {
      case .needMore: break reading
      case .continueExpected: seen.append("continue")
      case .request(let request, let keeps): seen.append(describe(request, keeps))
      case .error(let status, _):
        seen.append("error \(status)")
        return seen
      }
    }
  }
  return seen
}

func events(
  _ text: String, limits: HTTPLimits = HTTPLimits(), allowedHosts: Set<String>? = nil
) -> [String] {
  events([latin1(text)], limits: limits, allowedHosts: allowedHosts)
}

private func describe(_ request: HTTPRequest, _ keeps: Bool) -> String {
  let query = request.query.map { "\($0.name)=\($0.value)" }
  let headers = request.headers.map { "\($0.name):\($0.value)" }
  let body = String(decoding: request.body, as: UTF8.self)
  let pairs = "\(quoted(query)) \(quoted(headers))"
  return "\(request.method) \(request.path) \(pairs) [\(body)]" + (keeps ? "" : " close")
}

private func quoted(_ texts: [String]) -> String {
  "[" + texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
}
