/// What a case list says, in 128 bits: two files with the same hash hold the same list.
///
/// It covers the columns' names and the cells of each row in their order, and nothing else: neither
/// encoding, byte order mark, delimiter, line ends, quotes, blank rows nor empty cells at a row's
/// end. It is not cryptographic: it tells an accident (the same list again), not an attack, at a
/// small part of what SHA-256 costs. Two lanes of 64 bits take in sixteen bytes at a time by a folded
/// 64 × 64 → 128 bit product (the step of wyhash and rapidhash), with different constants.
package struct ContentHash: Hashable, Sendable {
  private var low: UInt64 = 0x2D35_8DCC_AA6C_78A5
  private var high: UInt64 = 0x8BB8_4B93_962E_ACC9

  package init() {}

  /// 32 lower-case hexadecimal digits. The first six are shown to people.
  package var hex: String {
    [low, high].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Takes in all records of a batch. How a list is cut into batches makes no difference.
  package mutating func add(_ batch: RecordBatch) {
    batch.bytes.withUnsafeBytes { bytes in
      for record in batch.records { add(record, of: batch, bytes: bytes) }
    }
  }

  /// The hash of the list whose records were added and whose columns have these names.
  package func ending(columns: [String]) -> ContentHash {
    var hash = self
    for name in columns {
      var name = name
      name.withUTF8 { hash.add(UnsafeRawBufferPointer($0)) }
    }
    hash.mix(UInt64(columns.count), 1)
    return hash
  }

  private mutating func add(
    _ record: RecordBatch.Record, of batch: RecordBatch, bytes: UnsafeRawBufferPointer
  ) {
    let first = Int(record.firstCell)
    let start = batch.cellStart(first)
    var count = Int(record.cellCount)
    while count > 0, batch.cell(record, count - 1).isEmpty { count -= 1 }
    // Three ends a word: a row is shorter than 2^21 bytes.
    var ends: UInt64 = 0
    for column in 0..<count {
      ends = ends << 21 ^ UInt64(Int(batch.cellEnds[first + column]) &- start)
      if column % 3 == 2 {
        mix(ends, UInt64(column))
        ends = 0
      }
    }
    mix(ends, UInt64(count) << 1 | (record.issue == nil ? 0 : 1))
    add(UnsafeRawBufferPointer(rebasing: bytes[start..<batch.cellStart(first + count)]))
  }

  /// Takes in bytes and their count.
  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    func word(_ offset: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    var offset = 0
    while offset + 16 <= bytes.count {
      mix(word(offset), word(offset + 8))
      offset += 16
    }
    var rest: UInt64 = 0
    if offset + 8 <= bytes.count {
      rest = word(offset)
      offset += 8
    }
    var last = UInt64(bytes.count) << 56
    while offset < bytes.count {
      last ^= UInt64(bytes[offset]) << UInt64((offset & 7) * 8)
      offset += 1
    }
    mix(rest, last)
    mix(UInt64(bytes.count), 0)
  }

  @inline(__always)
  private mutating func mix(_ first: UInt64, _ second: UInt64) {
    low = Self.fold(low ^ first, second ^ 0x9E37_79B9_7F4A_7C15) ^ first
    high = Self.fold(high &+ second, first ^ 0xD6E8_FEB8_6659_FD93) &+ low
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
