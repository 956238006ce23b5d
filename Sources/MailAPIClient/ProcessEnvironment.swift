import Foundation

/// Environment variables that would carry the key where it must not go, and their removal.
enum ProcessEnvironment {
  /// URLSession and libcurl write headers, key included, to stderr, or TLS secrets to a file.
  static let leaking = ["URLSessionDebugLibcurl", "URLSessionDebug", "SSLKEYLOGFILE"]

  /// libcurl sends plain http, key included, to these; URLSession on Linux ignores
  /// `connectionProxyDictionary`.
  static let proxies = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]

  /// The variables that a transport to this kind of host takes away.
  static func unwanted(isLoopback: Bool) -> [String] {
    isLoopback ? leaking + proxies + ["https_proxy", "HTTPS_PROXY"] : leaking
  }

  /// Takes them away from this process. Done once, when a transport is made, and only for those
  /// that are set: `unsetenv` must not meet another thread that reads the environment.
  static func clean(isLoopback: Bool) {
    let environment = ProcessInfo.processInfo.environment
    for name in unwanted(isLoopback: isLoopback) where environment[name] != nil {
      unsetenv(name)
    }
  }
}
