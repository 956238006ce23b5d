/// The host names that never leave this machine.
package enum Loopback {
  /// Whether `host` is `localhost`, `127.0.0.0/8` in four decimal parts, or `::1`, with or without
  /// brackets; no other spelling counts.
  package static func isLoopback(host: String) -> Bool {
    let name = host.lowercased()
    if ["localhost", "::1", "[::1]"].contains(name) { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { part in
        part.utf8.allSatisfy { 0x30...0x39 ~= $0 } && UInt8(part) != nil
      }
  }
}
