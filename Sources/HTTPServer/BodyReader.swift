/// Collects a request's body, sized or chunked.
struct BodyReader {
  private enum State {
    case sized(left: Int)
    case chunkSize
    case chunkData(left: Int)
    case chunkEnd
    case trailers(fields: Int, bytesLeft: Int)
  }

  private let limits: HTTPLimits
  private var state: State
  /// Bytes of chunk framing beyond what chunks are granted.
  private var excess = 0
  /// The body so far, decoded.
  private(set) var body: [UInt8] = []

  init(framing: RequestHead.Framing, limits: HTTPLimits) {
    self.limits = limits
    state =
      switch framing {
      case .sized(let length): .sized(left: length)
      case .chunked: .chunkSize
      }
  }

  /// Takes what the input holds; true once the body is complete.
  mutating func read(_ input: inout LineScanner) throws(HTTPRefusal) -> Bool {
    while true {
      switch state {
      case .sized(let left):
        let rest = left - take(left, from: &input)
        state = .sized(left: rest)
        return rest == 0
      case .chunkSize:
        guard try readChunkSize(&input) else { return false }
      case .chunkData(let left):
        let rest = left - take(left, from: &input)
        state = rest == 0 ? .chunkEnd : .chunkData(left: rest)
        guard rest == 0 else { return false }
      case .chunkEnd:
        let refusal = HTTPRefusal(400, "A chunk's data must end with CR LF after its size.")
        guard try input.takeLine(bytesMax: 0, tooLong: refusal) != nil else { return false }
        state = .chunkSize
      case .trailers(let fields, let bytesLeft):
        guard let line = try input.takeFieldLine(bytesLeft, fields, limits) else { return false }
        if line.isEmpty { return true }
        // Checked for form, then ignored: RFC 9110 §6.5.1 forbids merging them unasked.
        _ = try FieldLine.parse(line)
        state = .trailers(fields: fields + 1, bytesLeft: bytesLeft - line.count - 2)
      }
    }
  }

  private mutating func take(_ left: Int, from input: inout LineScanner) -> Int {
    input.take(left) { body.append(contentsOf: $0) }
  }

  private mutating func readChunkSize(_ input: inout LineScanner) throws(HTTPRefusal) -> Bool {
    let max = limits.chunkLineBytesMax
    let tooLong = HTTPRefusal(400, "A chunk-size line may have \(max) bytes at most.")
    guard let line = try input.takeLine(bytesMax: max, tooLong: tooLong) else { return false }
    let size = try ChunkSize.parse(line)
    guard size <= limits.bodyBytesMax - body.count else {
      throw HTTPRefusal.bodyTooLarge(limits.bodyBytesMax)
    }
    // The size line's own CRLF and the data's count as framing too.
    excess = Swift.max(0, excess + line.count + 4 - 16 - 2 * size)
    guard excess <= limits.chunkExcessBytesMax else {
      throw HTTPRefusal(400, "The chunks spend too many bytes on extensions.")
    }
    state =
      size == 0
      ? .trailers(fields: 0, bytesLeft: limits.headerBytesMax) : .chunkData(left: size)
    return true
  }
}
