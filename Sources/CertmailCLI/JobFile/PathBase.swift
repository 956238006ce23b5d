/// What relative paths of a job file start from.
struct PathBase: Hashable, Sendable {
  /// The absolute folder of the job file.
  var folder: String
  /// The folder that `~` stands for.
  var home: String

  /// The absolute path for `text`: `~/` is the home, everything else relative is below `folder`.
  func path(_ text: String) -> String {
    if text == "~" { return Self.normalised(home) }
    if text.hasPrefix("~/") { return Self.normalised(home + text.dropFirst()) }
    return Self.normalised(text.hasPrefix("/") ? text : "\(folder)/\(text)")
  }

  /// The pattern for `text`; glob characters in `folder` or `home` stand for themselves.
  func pattern(_ text: String) -> InputPattern {
    let (base, rest): (String, Substring) =
      if text.hasPrefix("~/") {
        (home, text.dropFirst(2))
      } else if text.hasPrefix("/") {
        ("", text.dropFirst())
      } else {
        (folder, text[...])
      }
    return InputPattern(text: text, glob: "\(Self.escaped(base))/\(rest)")
  }

  /// `path` without empty parts and `.`; a `..` stays, because only the system knows what it means
  /// behind a link.
  static func normalised(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { "*?[]\\".contains($0) ? ["\\", $0] : [$0] })
  }
}
