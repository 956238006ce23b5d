/// The value of a Host field or of a target's authority: `uri-host [ ":" port ]` (RFC 9110 §7.2).
struct HostName: Hashable {
  /// The name in lower case without the port, an IPv6 address in its brackets.
  let name: String

  init(parsing value: String) throws(HTTPRefusal) {
    let bytes = ArraySlice(value.utf8)
    let isAddress6 = bytes.first == 0x5B
    let end =
      isAddress6
      ? bytes.firstIndex(of: 0x5D).map { $0 + 1 } : bytes.firstIndex(of: 0x3A) ?? bytes.endIndex
    guard let end else { throw Self.refusal }
    let host = bytes[..<end]
    guard host.count > (isAddress6 ? 2 : 0),
      isAddress6
        ? host.dropFirst().dropLast().allSatisfy({ ByteClass.isName($0) || $0 == 0x3A })
        : host.allSatisfy(ByteClass.isName),
      Self.isPort(bytes[end...])
    else { throw Self.refusal }
    name = String(decoding: host, as: UTF8.self).lowercased()
  }

  private static let refusal = HTTPRefusal(400, "The Host must be a name with an optional :port.")

  private static func isPort(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == 0x3A else { return bytes.isEmpty }
    return bytes.count <= 6 && bytes.dropFirst().allSatisfy(ByteClass.isDigit)
  }
}
