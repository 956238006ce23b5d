import Testing

@testable import MailAPIClient

@Suite struct DeadlineQueueTests {
  @Test func `what takes too long is ended in its order, what was removed is not`() async {
    let (ended, continuation) = AsyncStream.makeStream(of: Int.self)
    let deadlines = DeadlineQueue(.milliseconds(20))
    let began = ContinuousClock.now
    let ids = (1...5).map { number in deadlines.add { continuation.yield(number) } }
    deadlines.remove(ids[0])
    deadlines.remove(ids[2])
    _ = deadlines.add { continuation.finish() }
    var seen: [Int] = []
    for await number in ended { seen.append(number) }
    #expect(seen == [2, 4, 5])
    #expect(ContinuousClock.now - began >= .milliseconds(20))
  }

  @Test func `it is armed again after all were removed or have been`() async {
    let deadlines = DeadlineQueue(.milliseconds(5))
    deadlines.remove(deadlines.add { Issue.record("it was removed") })
    for _ in 1...3 {
      await withCheckedContinuation { continuation in
        _ = deadlines.add { continuation.resume() }
      }
    }
  }

  @Test func `without a reference it calls nothing and keeps nothing alive`() {
    weak var released: DeadlineQueue?
    do {
      let deadlines = DeadlineQueue(.seconds(60))
      _ = deadlines.add { Issue.record("nobody waits any more") }
      released = deadlines
    }
    #expect(released == nil)
  }
}
