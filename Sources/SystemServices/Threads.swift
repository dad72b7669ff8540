import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Cores that this process may use.
public let coreCount: Int = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

/// Runs `body(0)`, `body(1)`, … `body(count − 1)` on up to `threads` threads and returns when all have ended.
///
/// Which thread takes which index is left open: the result of `body` must depend on its index alone, so that
/// results do not depend on the number of threads.
public func parallelFor(_ count: Int, threads: Int = coreCount, _ body: @Sendable (Int) -> Void) {
  let workers = min(threads, count)
  guard workers > 1 else {
    for index in 0..<count { body(index) }
    return
  }
  withoutActuallyEscaping(body) { body in
    let next = SharedCounter()
    let work: @Sendable () -> Void = {
      while true {
        let index = next.add()
        guard index < count else { return }
        body(index)
      }
    }
    let helpers = (1..<workers).compactMap { _ in Thread(work) }
    work()
    for helper in helpers { helper.join() }
  }
}

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

/// A counter that threads share.
public final class SharedCounter: Sendable {
  private let value = Atomic<Int>(0)

  /// A counter at 0.
  public init() {}

  /// Adds one and returns what stood before.
  public func add() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }

  /// What stands now.
  public var current: Int { value.load(ordering: .relaxed) }
}
