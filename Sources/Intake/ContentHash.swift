import MailModel

/// The hash of what a list means: its columns and cells, not its encoding or delimiter.
///
/// The same list saved with another line end, byte order mark or encoding has the same hash;
/// another order of rows has not.
package struct ContentHash: Sendable {
  private var hash = SHA256()

  package init() {}

  /// Adds the records of a batch, in their order.
  package mutating func add(_ batch: RecordBatch) {
    for record in batch.records {
      for column in 0..<Int(record.cellCount) {
        hash.update(batch.bytes[batch.cell(record, column)])
        hash.update(0x1F)
      }
      hash.update(0x1E)
    }
  }

  /// The hash of all that was added and of the columns: 64 hexadecimal digits.
  package func hexadecimal(columns: [String]) -> String {
    var hash = hash
    for name in columns {
      hash.update(name.utf8)
      hash.update(0x1F)
    }
    return hash.finalize().hexadecimal
  }
}
