import Foundation
import MailAPI
import MailModel

extension JobFileAssembly {
  /// The provider's address (its developers' page).
  static let providerAddress = "https://api.321certified.com/api/v1"

  /// `api`; `nil` when the address is wrong or, for the sandbox, the ledger is.
  func api(ledger: String?) -> JobFile.API? {
    guard root.requires(.api, "how the API is reached, such as {\"base_url\": \"sandbox\"}") else {
      return nil
    }
    let section = root.section(.api, of: APIKeys.self)
    let files = sandboxFiles(section, ledger: ledger)
    let baseURL =
      section.located(.baseURL) == nil
      ? BaseURL(text: Self.providerAddress) : section.optional(.baseURL, .baseURL)
    let keyFile = section.optional(.keyFile, .path("a path", from: base))
    let environment = section.value(.keyEnvironment, .variable, default: "CERTMAIL_API_KEY")
    let authentication: JobFile.Authentication = section.value(
      .authentication, .choice, default: .bearer)
    let address: JobFile.APIAddress? =
      switch baseURL {
      case .server(let url): .server(url)
      case .sandbox: files.map { .sandbox($0) }
      case nil: nil
      }
    return address.map {
      JobFile.API(
        address: $0, keyFile: keyFile, keyEnvironment: environment, authentication: authentication)
    }
  }

  /// The store is `nightly.sandbox.sqlite` beside a ledger `nightly.sqlite`, if not said otherwise.
  private func sandboxFiles(
    _ section: JobSection<APIKeys>, ledger: String?
  ) -> JobFile.SandboxFiles? {
    let named = section.optional(.sandboxStore, .path("a path", from: base))
    let faults = section.optional(.sandboxFaults, .path("a path", from: base))
    guard let store = named ?? ledger.map(Self.sandboxStore(besideLedger:)) else { return nil }
    return JobFile.SandboxFiles(store: store, faults: faults)
  }

  static func sandboxStore(besideLedger ledger: String) -> String {
    let suffix = ".sqlite"
    let stem = ledger.hasSuffix(suffix) ? String(ledger.dropLast(suffix.count)) : ledger
    return stem + ".sandbox" + suffix
  }
}

/// What `api.base_url` may say.
enum BaseURL: Hashable, Sendable {
  case sandbox
  /// Without a slash at the end.
  case server(URL)

  /// `sandbox`, an https URL, or an http URL to loopback; with neither user, query nor fragment.
  init?(text: String) {
    if text == "sandbox" {
      self = .sandbox
      return
    }
    guard !text.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" || $0 == "@" }),
      let parts = URLComponents(string: text), parts.user == nil, parts.password == nil,
      let scheme = parts.scheme?.lowercased(), let host = parts.host, !host.isEmpty,
      !host.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }),
      1...65_535 ~= parts.port ?? 443,
      scheme == "https" || (scheme == "http" && Loopback.isLoopback(host: host))
    else { return nil }
    // URLSession takes a scheme in small letters only.
    var trimmed = Substring(scheme + text.dropFirst(scheme.count))
    while trimmed.hasSuffix("/") { trimmed.removeLast() }
    guard let url = URL(string: String(trimmed)), url.host() != nil else { return nil }
    self = .server(url)
  }
}

extension ValueForm<BaseURL> {
  static let baseURL = text(
    "an address of the API",
    expected:
      "\"sandbox\", an https URL such as \"\(JobFileAssembly.providerAddress)\", or an http "
      + "URL to this machine such as \"http://127.0.0.1:8080/api/v1\"", BaseURL.init(text:))
}

extension ValueForm<String> {
  /// The name of an environment variable.
  static let variable = text(
    "the name of a variable", expected: "letters, digits and _ such as \"CERTMAIL_API_KEY\""
  ) { text in
    let isName = text.utf8.allSatisfy {
      $0.isASCIIDigit || ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "_")
    }
    let startsWell = text.utf8.first.map { !$0.isASCIIDigit } ?? false
    return isName && startsWell && text.utf8.count <= JobLimit.wordLengthMax ? text : nil
  }
}
