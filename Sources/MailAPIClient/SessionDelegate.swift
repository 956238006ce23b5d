import Foundation
import FoundationNetworking
import Synchronization

/// What a URLSession tells, passed on to the conversation of each task.
final class SessionDelegate: NSObject, URLSessionDataDelegate {
  private let conversations = Mutex<[Int: Conversation]>([:])

  /// Links `task` to `conversation` until it is over; before the task is resumed.
  func follow(_ task: URLSessionTask, _ conversation: Conversation) {
    let number = task.taskIdentifier
    conversations.withLock { $0[number] = conversation }
  }

  private func conversation(_ task: URLSessionTask) -> Conversation? {
    let number = task.taskIdentifier
    return conversations.withLock { $0[number] }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse { conversation(dataTask)?.receive(response) }
    completionHandler(.allow)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data
  ) {
    if conversation(dataTask)?.receive(data) == false { dataTask.cancel() }
  }

  /// Refuses every redirect: the 3xx itself is the answer. The completion handler is not called,
  /// because a task that was cancelled in between would end the process in it.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    conversation(task)?.receive(response)
    conversation(task)?.complete(nil, response: response)
    task.cancel()
  }

  /// Answers no challenge: a 401 that asks for a password is an answer like any other, and whole
  /// by the time that the challenge comes.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler:
      @escaping @Sendable (
        URLSession.AuthChallengeDisposition, URLCredential?
      ) -> Void
  ) {
    conversation(task)?.complete(nil, response: task.response as? HTTPURLResponse)
    task.cancel()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    let number = task.taskIdentifier
    let conversation = conversations.withLock { $0.removeValue(forKey: number) }
    let response = task.response as? HTTPURLResponse
    let failure = error.map {
      TransportFailure($0, task: task, hasAnswer: response != nil)
    }
    conversation?.complete(failure, response: response)
  }
}
