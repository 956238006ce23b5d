/// A window that moves over a list's text: UTF-8, whatever the file was written in.
///
/// Memory stays at the refill size plus the longest row. Behind `end` stand at least `padding`
/// zero bytes, so that a scanner may load whole words and needs no bounds check: NUL stops it.
struct TextWindow {
  /// How many zero bytes stand behind the text.
  static let padding = 16

  let file: ListFile
  let encoding: TextEncoding
  /// The text in view is `bytes[position..<end]`.
  private(set) var bytes: [UInt8]
  var position = 0
  private(set) var end = 0
  /// Whether the text in view is the last.
  private(set) var isLast = false

  private let start: Int64
  private let refillBytes: Int
  private var offset: Int64
  private var transcoder: Transcoder
  private var raw: [UInt8] = []
  private var transcoded: [UInt8] = []

  init(over file: ListFile, survey: EncodingSurvey, refillBytes: Int) {
    self.file = file
    self.encoding = survey.encoding
    self.refillBytes = refillBytes
    start = Int64(survey.markBytes)
    offset = start
    transcoder = Transcoder(from: survey.encoding)
    bytes = [UInt8](repeating: 0, count: refillBytes + Self.padding)
  }

  /// How many bytes are in view.
  var count: Int { end - position }

  /// How much of the file is behind the position; of one that is transcoded, what is in view is
  /// counted as well.
  var bytesPassed: Int { Int(offset) - (encoding.isCleanUTF8 ? count : 0) }

  /// Back to the first character.
  mutating func rewind() {
    self = TextWindow(
      over: file, survey: EncodingSurvey(markBytes: Int(start), encoding: encoding),
      refillBytes: refillBytes)
  }

  /// Moves what is in view to the front and adds more behind it; sets `isLast` at the end.
  mutating func refill() throws(IntakeError) {
    guard !isLast else { return }
    moveToFront()
    if encoding.isCleanUTF8 { try refillDirectly() } else { try refillTranscoded() }
    for index in end..<end + Self.padding { bytes[index] = 0 }
  }

  private mutating func moveToFront() {
    let kept = count
    if position > 0 {
      bytes.withUnsafeMutableBytes { all in
        // The ranges may overlap; copyMemory allows that.
        UnsafeMutableRawBufferPointer(rebasing: all[..<kept])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<end]))
      }
    }
    position = 0
    end = kept
  }

  private mutating func makeRoom(for more: Int) {
    let needed = end + more + Self.padding
    if bytes.count < needed {
      bytes += [UInt8](repeating: 0, count: needed - bytes.count)
    }
  }

  private mutating func refillDirectly() throws(IntakeError) {
    makeRoom(for: refillBytes)
    let read = try file.read(into: &bytes, end..<end + refillBytes, at: offset)
    advance(by: read)
    end += read
  }

  private mutating func refillTranscoded() throws(IntakeError) {
    if raw.isEmpty { raw = [UInt8](repeating: 0, count: refillBytes) }
    let read = try file.read(into: &raw, 0..<refillBytes, at: offset)
    advance(by: read)
    transcoded.removeAll(keepingCapacity: true)
    transcoder.transcode(raw[..<read], isLast: isLast, to: &transcoded)
    makeRoom(for: transcoded.count)
    bytes.replaceSubrange(end..<end + transcoded.count, with: transcoded)
    end += transcoded.count
  }

  private mutating func advance(by read: Int) {
    offset += Int64(read)
    isLast = read == 0
  }
}
