import Foundation
import MailModel

/// How one kind of value is read from a job file and described to the person who wrote another.
struct ValueForm<Value>: Sendable {
  /// What a wrong value is said not to be, with its article: `an amount`.
  var noun: String
  /// What to write instead: `decimal text such as "2500.00"`.
  var expected: String
  /// The names that can be meant, where they are a closed set.
  var choices: [String] = []
  /// The value, or `nil` when it is none of this form.
  var read: @Sendable (JobValue) -> Value?

  /// What is wrong with `value`, which `read` did not take.
  func complaint(about value: JobValue) -> String {
    let complaint = "\(value.shown) is not \(noun); expected \(expected)"
    guard case .text(let text) = value,
      let nearest = Suggestion.nearest(to: text, among: choices)
    else { return complaint }
    return "\(complaint); did you mean \"\(nearest)\"?"
  }
}

extension ValueForm {
  /// A text for which `convert` gives a value.
  static func text(
    _ noun: String, expected: String, _ convert: @escaping @Sendable (String) -> Value?
  ) -> Self {
    ValueForm(noun: noun, expected: expected) { value in
      if case .text(let text) = value { convert(text) } else { nil }
    }
  }
}

extension ValueForm<Cents> {
  /// An amount of dollars that is not negative.
  static let amount = text("an amount", expected: "decimal text such as \"2500.00\"") { text in
    Cents(decimal: text).flatMap { $0 >= .zero ? $0 : nil }
  }
}

extension ValueForm<Duration> {
  /// A duration within `range`.
  static func duration(_ range: ClosedRange<Duration>) -> Self {
    let (shortest, longest) = (range.lowerBound, range.upperBound)
    let expected =
      "text such as \"90s\", \"15m\" or \"2h\", from \(DurationText.text(shortest)) to "
      + DurationText.text(longest)
    return text("a duration in the range", expected: expected) { text in
      DurationText.duration(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ValueForm<TimeOfDay> {
  /// A local time of day.
  static let timeOfDay = text(
    "a time of day", expected: "hours and minutes such as \"05:30\"", TimeOfDay.init(text:))
}

extension ValueForm<Int> {
  /// A whole number within `range`.
  static func count(_ range: ClosedRange<Int>) -> Self {
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return ValueForm(noun: "a number in the range", expected: expected) { value in
      guard case .number(let digits) = value, let number = Int(digits) else { return nil }
      return range.contains(number) ? number : nil
    }
  }
}

extension ValueForm where Value: RawRepresentable<String> & CaseIterable & Sendable {
  /// One of the names of a closed set.
  static var choice: Self {
    let values = Dictionary(uniqueKeysWithValues: Value.allCases.map { ($0.rawValue, $0) })
    let names = Value.allCases.map(\.rawValue)
    let expected = names.map { "\"\($0)\"" }.joined(separator: " or ")
    var form = text("one of its values", expected: expected) { values[$0] }
    form.choices = names
    return form
  }
}

extension ValueForm<String> {
  /// A text of 1…`lengthMax` Unicode scalars without control characters, blanks at its ends removed.
  static func words(_ noun: String, lengthMax: Int, expected: String) -> Self {
    text(noun, expected: expected) { text in
      let trimmed = text.trimmingCharacters(in: .whitespaces)
      let isPlain = trimmed.unicodeScalars.allSatisfy {
        $0.properties.generalCategory != .control
      }
      let length = trimmed.unicodeScalars.count
      return isPlain && length > 0 && length <= lengthMax ? trimmed : nil
    }
  }

  /// An absolute path made of a path as the job file has it.
  static func path(_ noun: String, from base: PathBase) -> Self {
    text(noun, expected: "a path, relative to the job file's folder") { text in
      let isPath = !text.isEmpty && !text.unicodeScalars.contains { $0.value < 0x20 }
      return isPath && text.utf8.count <= JobLimit.pathBytesMax ? base.path(text) : nil
    }
  }
}
