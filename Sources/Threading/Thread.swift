#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One thread of the operating system.
public struct Thread: Sendable {
  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  #if canImport(Darwin)
    private nonisolated(unsafe) let handle: pthread_t
  #else
    private let handle: pthread_t
  #endif

  /// Starts a thread; nil when the system gives none.
  public init?(_ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(Start(body)).toOpaque()
    #if canImport(Darwin)
      var handle: pthread_t?
      let result = pthread_create(&handle, nil, { run($0) }, start)
    #else
      var handle = pthread_t()
      let result = pthread_create(&handle, nil, { run($0) }, start)
    #endif
    guard result == 0 else {
      Unmanaged<Start>.fromOpaque(start).release()
      return nil
    }
    #if canImport(Darwin)
      guard let handle else { return nil }
    #endif
    self.handle = handle

    func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      if let context { Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body() }
      return nil
    }
  }

  /// Waits until the thread has ended.
  public func join() { pthread_join(handle, nil) }
}

/// Lets another thread of this core run.
public func yieldThread() { sched_yield() }
