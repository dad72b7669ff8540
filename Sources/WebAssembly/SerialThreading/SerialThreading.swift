// The twin of the module Threading for WebAssembly, where a page opened from a file has one thread and no clock.

/// Cores that this process may use.
public let coreCount = 1

/// Runs `body(0)`, `body(1)`, … `body(count − 1)` in turn.
public func parallelFor(_ count: Int, threads: Int = coreCount, _ body: (Int) -> Void) {
  for index in 0..<count { body(index) }
}

/// No thread is ever given.
public struct Thread: Sendable {
  /// Nil: there is none to start.
  public init?(_ body: @escaping @Sendable () -> Void) { return nil }

  /// Nothing to wait for.
  public func join() {}
}

/// Nobody else is there to run.
public func yieldThread() {}

/// A module without imports knows no time: the page measures it.
public func monotonicSeconds() -> Double { 0 }

/// Where one thread waits for nobody.
public final class SpinBarrier: Sendable {
  /// A barrier that nobody waits at.
  public init() {}

  /// Returns at once.
  public func wait(for count: Int) {}
}

/// A value that one thread at a time may use.
public final class Guarded<Value>: @unchecked Sendable {
  private var value: Value

  /// Guards `value`.
  public init(_ value: Value) { self.value = value }

  /// Hands the value to `body`.
  public func withLock<Result>(_ body: (inout Value) -> Result) -> Result { body(&value) }
}
