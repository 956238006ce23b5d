package import Foundation
import MailModel

/// The encoder for every body that goes over the wire: stable member order, plain slashes.
package func wireEncoder() -> JSONEncoder {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return encoder
}

extension Decoder {
  /// What holds the members: this object, or the one in its `data` when it lacks `member` itself.
  func unwrapped(unless member: some CodingKey) throws -> any Decoder {
    let outer = try container(keyedBy: AnyKey.self)
    let isWrapped = outer.contains(AnyKey("data")) && !outer.contains(AnyKey(member.stringValue))
    return isWrapped ? try outer.superDecoder(forKey: AnyKey("data")) : self
  }
}

extension KeyedDecodingContainer {
  /// The member as text: a string, or a number or truth value as JSON writes it; `nil` when it is
  /// missing, null or neither.
  func lenientText(_ key: Key) -> String? {
    // Each attempt that fails only means that the member has another type.
    if let text = try? decode(String.self, forKey: key) { return text }
    if let number = try? decode(Decimal.self, forKey: key) { return number.description }
    if let truth = try? decode(Bool.self, forKey: key) { return String(truth) }
    return nil
  }

  /// The member as an exact amount: a JSON number, or decimal text that may have a dollar sign.
  ///
  /// A number may be off by what binary arithmetic leaves (`8.620000000000001`); any other third
  /// decimal is no amount.
  func lenientCents(_ key: Key) -> Cents? {
    guard let text = lenientText(key) else { return nil }
    if let exact = Cents(decimal: text.hasPrefix("$") ? text.dropFirst() : text[...]) {
      return exact
    }
    // Text that is no amount stays none: only a number may be noisy.
    guard var number = try? decode(Decimal.self, forKey: key) else { return nil }
    var rounded = Decimal()
    NSDecimalRound(&rounded, &number, 2, .plain)
    guard rounded != 0, abs(rounded - number) < Cents.binaryNoiseMax else { return nil }
    return Cents(decimal: rounded.description)
  }

  /// The member as a moment: RFC 3339 text, or Unix seconds or milliseconds.
  func lenientTime(_ key: Key) -> UTCTime? {
    guard let text = lenientText(key) else { return nil }
    if let time = UTCTime(iso8601: text) { return time }
    guard let number = Int64(text) else { return nil }
    return UTCTime(rawValue: number > 100_000_000_000 ? number : number * 1000)
  }
}

extension Cents {
  /// How far, in dollars, sums of binary fractions are off at the most: amounts have 15 digits.
  fileprivate static let binaryNoiseMax = Decimal(sign: .plus, exponent: -6, significand: 1)

  /// The amount as a JSON number with two decimals, exactly.
  var jsonNumber: Decimal { Decimal(rawValue) / 100 }
}
