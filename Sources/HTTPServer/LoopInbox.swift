import Synchronization

/// The way into the serving thread from everywhere else: messages, and a socket that wakes it.
final class LoopInbox: Sendable {
  enum Message: Sendable {
    case answer(ConnectionID, HTTPResponse)
    /// End; the continuation is resumed once every descriptor is closed.
    case stop(CheckedContinuation<Void, Never>?)
  }

  private struct State {
    /// Nil once the thread has ended.
    var wakeUp: Socket?
    var messages: [Message] = []
  }

  private let state: Mutex<State>

  /// - Parameter wakeUp: the far end of a pair; the thread polls the near end.
  init(wakeUp: Socket) {
    state = Mutex(State(wakeUp: wakeUp))
  }

  /// Leaves a message; false when nobody is there to read it any more.
  @discardableResult func post(_ message: Message) -> Bool {
    state.withLock { state in
      guard let wakeUp = state.wakeUp else { return false }
      state.messages.append(message)
      if state.messages.count == 1 {
        // One unread byte is enough, so a full socket is no loss.
        _ = [1 as UInt8].withUnsafeBytes { wakeUp.write($0) }
      }
      return true
    }
  }

  /// The messages since the last call.
  func take() -> [Message] {
    state.withLock { state in
      let messages = state.messages
      state.messages = []
      return messages
    }
  }

  /// Closes the socket; later messages are turned away. What was still unread is returned.
  func close() -> [Message] {
    state.withLock { state in
      state.wakeUp = nil
      let messages = state.messages
      state.messages = []
      return messages
    }
  }
}

/// Names a connection for its whole life: a slot that is used again gets a new generation.
struct ConnectionID: Hashable, Sendable {
  let slot: Int
  let generation: Int
}
