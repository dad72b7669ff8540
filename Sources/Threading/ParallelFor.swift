import CProcessor

/// Cores that this process may use: those of its affinity mask, which `taskset` and containers narrow.
public let coreCount = Int(cprocessor_core_count())

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
