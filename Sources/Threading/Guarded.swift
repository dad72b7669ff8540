import Synchronization

/// A value that one thread at a time may use.
public final class Guarded<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  /// Guards `value`.
  public init(_ value: Value) { mutex = Mutex(value) }

  /// Hands the value to `body` while no other thread has it.
  public func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    mutex.withLock { value in body(&value) }
  }
}
