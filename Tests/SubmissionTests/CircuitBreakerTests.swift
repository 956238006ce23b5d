import Submission
import Testing

@Suite struct CircuitBreakerTests {
  @Test func `five uncertain outcomes in a row open it, four do not`() {
    var breaker = CircuitBreaker()
    for _ in 0..<4 { breaker.note(uncertain: true) }
    #expect(!breaker.isOpen)
    breaker.note(uncertain: true)
    #expect(breaker.isOpen)
  }

  @Test func `more than a fifth of at least twenty opens it`() {
    var breaker = CircuitBreaker()
    for index in 0..<20 { breaker.note(uncertain: index % 5 == 0) }
    #expect(!breaker.isOpen)
    breaker.note(uncertain: true)
    #expect(breaker.isOpen)
  }
}
