import Glibc

/// The part of `Synchronization.Mutex` that certmail uses, over a lock that thread sanitizer sees.
///
/// On Linux the standard one waits in a futex inside the standard library, which is not instrumented:
/// each contended lock would be reported as a race. `Tests/Sanitize/run` puts this in its place, in a
/// copy of the sources.
public final class Mutex<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  public init(_ value: sending Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
