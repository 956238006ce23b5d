/// Gathers what is wrong while a job file is read, so that all of it is told at once.
final class JobProblems {
  private(set) var list: [JobProblem] = []
  private(set) var notes: [JobProblem] = []

  func add(_ message: String, at position: TextPosition, _ path: JobPath) {
    list.append(JobProblem(position: position, path: path.description, message: message))
  }

  func add(_ problems: [JobProblem]) { list += problems }

  func note(_ message: String, at position: TextPosition, _ path: JobPath) {
    notes.append(JobProblem(position: position, path: path.description, message: message))
  }
}

/// One object of a job file whose keys are `Key`; keys that are none of them are told at once.
struct JobSection<Key: JobKeys> {
  let path: JobPath
  let position: TextPosition
  private let members: [Key: JobMember]
  /// What is no object lacks all keys, which is told once.
  let isObject: Bool
  private let problems: JobProblems

  /// The section that `located` holds; anything but an object is a problem and reads as empty.
  init(_ located: LocatedValue, path: JobPath, problems: JobProblems) {
    self.path = path
    self.problems = problems
    position = located.position
    var members: [Key: JobMember] = [:]
    if case .object(let all) = located.value {
      isObject = true
      for member in all {
        if let key = Key(rawValue: member.key) {
          members[key] = member
        } else {
          Self.tellUnknown(member, path, problems)
        }
      }
    } else {
      isObject = false
      let keys = Key.allCases.map(\.rawValue).joined(separator: ", ")
      problems.add(
        "\(located.value.shown) is not a group of keys; expected an object with \(keys)",
        at: located.position, path)
    }
    self.members = members
  }

  private static func tellUnknown(_ member: JobMember, _ path: JobPath, _ problems: JobProblems) {
    let known = Key.allCases.map(\.rawValue)
    let advice =
      if let nearest = Suggestion.nearest(to: member.key, among: known) {
        "did you mean \"\(nearest)\"?"
      } else {
        "expected \(known.joined(separator: ", "))"
      }
    problems.add("unknown key; \(advice)", at: member.keyPosition, path.member(member.key))
  }
}

extension JobSection {
  /// The value of `key` as it stands in the text, if it is there.
  func located(_ key: Key) -> LocatedValue? { members[key]?.value }

  /// Where `key` stands, or its section when it is missing.
  func place(of key: Key) -> TextPosition { members[key]?.value.position ?? position }

  /// The path of `key`.
  func path(of key: Key) -> JobPath { path.member(key.rawValue) }

  /// Whether `key` is there; when not, that is a problem.
  func requires(_ key: Key, _ expected: String) -> Bool {
    if members[key] != nil { return true }
    if isObject { problems.add("missing; expected \(expected)", at: position, path(of: key)) }
    return false
  }

  /// Adds a problem with `key`.
  func tell(_ message: String, at key: Key) {
    problems.add(message, at: place(of: key), path(of: key))
  }

  /// Adds a note on `key`.
  func note(_ message: String, at key: Key) {
    problems.note(message, at: place(of: key), path(of: key))
  }

  /// The value of `key`; `nil` when it is missing or wrong, and the latter is a problem.
  func optional<Value>(_ key: Key, _ form: ValueForm<Value>) -> Value? {
    guard let member = members[key] else { return nil }
    return read(member.value, form, at: path(of: key))
  }

  /// The value of `key`, or `fallback` when it is missing; a wrong one is a problem.
  func value<Value>(_ key: Key, _ form: ValueForm<Value>, default fallback: Value) -> Value {
    optional(key, form) ?? fallback
  }

  /// The value of `key`, which must be there.
  func required<Value>(_ key: Key, _ form: ValueForm<Value>) -> Value? {
    guard requires(key, form.expected) else { return nil }
    return optional(key, form)
  }

  /// The elements of the list `key`; the wrong ones are problems and left out.
  func list<Value>(_ key: Key, of form: ValueForm<Value>) -> [Value] {
    guard let member = members[key] else { return [] }
    return elements(of: member.value, form, at: path(of: key))
  }

  /// The elements of `located`, which must be a list of at most `JobLimit.entriesMax`.
  func elements<Value>(
    of located: LocatedValue, _ form: ValueForm<Value>, at path: JobPath
  ) -> [Value] {
    guard case .list(let elements) = located.value else {
      problems.add(
        "\(located.value.shown) is not a list; expected a list in [ ], each \(form.expected)",
        at: located.position, path)
      return []
    }
    guard elements.count <= JobLimit.entriesMax else {
      problems.add(
        "the list has \(elements.count) entries; expected at most \(JobLimit.entriesMax)",
        at: located.position, path)
      return []
    }
    return elements.enumerated().compactMap { read($1, form, at: path.element($0)) }
  }

  /// The members of the object `key` in the order of the text.
  func members(of key: Key, expected: String) -> [(member: JobMember, path: JobPath)] {
    guard let member = members[key] else { return [] }
    guard case .object(let entries) = member.value.value else {
      tell("\(member.value.value.shown) is not an object; expected \(expected)", at: key)
      return []
    }
    return entries.map { ($0, path(of: key).member($0.key)) }
  }

  /// The section `key`; a missing one reads as an empty object.
  func section<Inner: JobKeys>(_ key: Key, of inner: Inner.Type) -> JobSection<Inner> {
    let located = members[key]?.value ?? LocatedValue(value: .object([]), position: position)
    return JobSection<Inner>(located, path: path(of: key), problems: problems)
  }

  private func read<Value>(
    _ located: LocatedValue, _ form: ValueForm<Value>, at path: JobPath
  ) -> Value? {
    if let value = form.read(located.value) { return value }
    problems.add(form.complaint(about: located.value), at: located.position, path)
    return nil
  }
}
