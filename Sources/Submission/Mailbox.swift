import Synchronization

/// Where tasks leave what has happened, and the driver takes all of it at once: what comes
/// together is written together.
final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  private let signal: AsyncStream<Void>.Continuation
  /// One element whenever there is something to take.
  let arrivals: AsyncStream<Void>

  init() {
    (arrivals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  func post(_ message: Message) {
    messages.withLock { $0.append(message) }
    signal.yield()
  }

  func takeAll() -> [Message] {
    messages.withLock { messages in
      defer { messages.removeAll() }
      return messages
    }
  }
}
