import HTTPServer
import MailAPI
import MailModel

extension Sandbox {
  /// Answers one request: late requests first, then the call, then the script's fault on its answer.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    acceptLateRequests()
    let path =
      request.path.hasPrefix(Endpoint.base + "/")
      ? String(request.path.dropFirst(Endpoint.base.count)) : request.path
    let rule = faults?.rule(method: request.method, path: path)
    var response: HTTPResponse
    if let rule, !rule.carriesOut {
      response = rule.standIn()
    } else {
      response = allowance.take() ?? serve(request, rule)
    }
    rule?.spoil(&response, now: configuration.now())
    response.headers += allowance.headers(form: rule?.rateHeaders, resetIn: rule?.resetIn)
    response.delay = configuration.latency + (rule?.delay ?? .zero)
    return response
  }

  /// Every refusal is the documented envelope.
  private func serve(_ request: HTTPRequest, _ rule: FaultRule?) -> HTTPResponse {
    do {
      let endpoint = try Endpoint(method: request.method, path: request.path)
      return try serve(endpoint, request, rule)
    } catch let refusal as SandboxRefusal {
      return refusal.response
    } catch {
      return SandboxRefusal(.internalError, "the sandbox's store fails").response
    }
  }

  private func serve(
    _ endpoint: Endpoint, _ request: HTTPRequest, _ rule: FaultRule?
  ) throws -> HTTPResponse {
    switch endpoint {
    case .createMailing: try createMailing(request, rule)
    case .listMailings: try listMailings(request)
    case .mailing(let id): try showMailing(id, request)
    case .label(let id): try label(id, request)
    case .tracking(let number): try showTracking(number, request)
    case .advanceTracking(let number): try advanceTracking(number, request)
    case .validateAddress: try validateAddress(request)
    case .pricing: try pricing(request)
    case .calculatePrice: try calculatePrice(request)
    case .createKey: try createKey(request)
    case .listKeys: try listKeys(request)
    case .revokeKey(let id): try revokeKey(id, request)
    }
  }

  /// The body of a call that takes JSON.
  func body(_ request: HTTPRequest) throws -> RequestBody {
    let type = request.header("content-type")?.prefix { $0 != ";" } ?? ""
    guard type.lowercased().filter({ !$0.isWhitespace }) == "application/json" else {
      throw SandboxRefusal(.unsupportedMediaType, "Content-Type must be application/json")
    }
    return try RequestBody(request.body)
  }
}
