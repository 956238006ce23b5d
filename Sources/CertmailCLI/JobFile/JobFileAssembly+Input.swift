import MailModel

extension JobFileAssembly {
  /// `input`: files are required, the rest is not.
  func input() -> JobFile.Input {
    guard root.requires(.input, "where lists come from, such as {\"files\": [\"inbox/*.csv\"]}")
    else { return JobFile.Input(files: [], columns: [:], done: nil) }
    let section = root.section(.input, of: InputKey.self)
    return JobFile.Input(
      files: inputFiles(section), columns: columns(section),
      done: section.optional(.done, .path("a path", from: base)))
  }

  private func inputFiles(_ section: JobSection<InputKey>) -> [InputPattern] {
    let expected = "a file name or a pattern such as \"inbox/*.csv\""
    guard section.requires(.files, "a list of patterns such as [\"inbox/*.csv\"]") else {
      return []
    }
    let base = base
    let form = ValueForm<InputPattern>.text("a file pattern", expected: expected) { text in
      let isUsable =
        !text.isEmpty && text != "-" && text.utf8.count <= JobLimit.pathBytesMax
        && !text.unicodeScalars.contains { $0.value < 0x20 }
      return isUsable ? base.pattern(text) : nil
    }
    let files = section.list(.files, of: form)
    if case .list(let elements) = section.located(.files)?.value, elements.isEmpty {
      section.tell("the list is empty; expected at least one file or pattern", at: .files)
    }
    return files
  }

  private func columns(_ section: JobSection<InputKey>) -> [RowField: [String]] {
    let entries = section.members(
      of: .columns, expected: "fields with the headers of the list, {\"reference\": \"Case No.\"}")
    var columns: [RowField: [String]] = [:]
    var claimed: [String: RowField] = [:]
    for (member, path) in entries {
      guard let field = field(member, path) else { continue }
      let headers = headers(section, member, path)
      for header in headers {
        if let other = claimed[header], other != field {
          problems.add(
            "\(JobValue.quoted(header)) already makes up \(other.rawValue); expected one field a "
              + "column", at: member.value.position, path)
        }
        claimed[header] = field
      }
      columns[field] = headers
    }
    return columns
  }

  private func field(_ member: JobMember, _ path: JobPath) -> RowField? {
    if let field = RowField(rawValue: member.key) { return field }
    let fields = RowField.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: member.key, among: fields)
    let advice =
      nearest.map { "did you mean \"\($0)\"?" } ?? "expected \(fields.joined(separator: ", "))"
    problems.add("unknown field; \(advice)", at: member.keyPosition, path)
    return nil
  }

  private func headers(
    _ section: JobSection<InputKey>, _ member: JobMember, _ path: JobPath
  ) -> [String] {
    let form = ValueForm<String>.words(
      "a header", lengthMax: JobLimit.wordLengthMax,
      expected: "a header of the list or several in [ ], such as [\"First Name\", \"Last Name\"]")
    if let header = form.read(member.value.value) { return [header] }
    guard case .list(let elements) = member.value.value, !elements.isEmpty else {
      problems.add(form.complaint(about: member.value.value), at: member.value.position, path)
      return []
    }
    return section.elements(of: member.value, form, at: path)
  }
}
