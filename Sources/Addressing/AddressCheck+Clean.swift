import MailModel

extension AddressCheck {
  /// Whether the row is already in its normal form and nothing about it is remarkable: `check` would
  /// give back the same fields without any finding.
  ///
  /// `false` says nothing: such rows go through `check`. Looks at bytes only, allocates nothing.
  /// - Parameters:
  ///   - bytes: UTF-8 of all cells.
  ///   - fields: where each field lies in `bytes`, indexed by `RowField.index`; exactly
  ///     `RowField.count` ranges, an absent field is an empty one.
  package func isClean(_ bytes: Span<UInt8>, _ fields: Span<Range<Int>>) -> Bool {
    filter.accepts(bytes, fields)
  }

  /// The same for arrays, the row's fields beginning at `first`.
  package func isClean(_ bytes: [UInt8], _ fields: [Range<Int>], first: Int = 0) -> Bool {
    filter.accepts(bytes.span, fields.span.extracting(first..<first + RowField.count))
  }
}
