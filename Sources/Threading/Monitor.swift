#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A lock with a condition that threads wait for.
public final class Monitor: Sendable {
  private nonisolated(unsafe) let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private nonisolated(unsafe) let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// An open lock.
  public init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Closes the lock; no other thread is past its own `lock` until ``unlock()``.
  public func lock() { pthread_mutex_lock(mutex) }

  /// Opens the lock.
  public func unlock() { pthread_mutex_unlock(mutex) }

  /// Opens the lock, waits for ``signalAll()``, closes it again. May return without a signal: test in a loop.
  public func wait() { pthread_cond_wait(condition, mutex) }

  /// Wakes every waiting thread.
  public func signalAll() { pthread_cond_broadcast(condition) }
}
