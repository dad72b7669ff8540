/// Runs jobs on several threads while more are being made, and hands the results back in the order of the jobs.
///
/// The thread that submits takes part: where too many jobs are under way it runs one itself, so that memory stays
/// bounded and no core is idle. Only that thread may call the methods.
public final class OrderedWork<Job: Sendable, Result: Sendable>: Sendable {
  private struct State {
    var waiting: [(index: Int, job: Job)] = []
    var finished: [Int: Result] = [:]
    var submitted = 0
    var handedBack = 0
    var isClosed = false
  }

  private let monitor = Monitor()
  private nonisolated(unsafe) var state = State()
  private nonisolated(unsafe) var threads: [Thread] = []
  private let workers: Int
  private let capacity: Int
  private let run: @Sendable (Job) -> Result

  /// Work on `threads` threads, the caller's among them, with at most `capacity` jobs under way.
  public init(threads: Int = coreCount, capacity: Int, run: @escaping @Sendable (Job) -> Result) {
    workers = max(0, threads - 1)
    self.capacity = max(1, capacity)
    self.run = run
  }

  /// Adds a job and returns the results, next in order, that have come in; waits where `capacity` is reached.
  public func submit(_ job: Job) -> [Result] {
    monitor.lock()
    let index = state.submitted
    state.submitted += 1
    state.waiting.append((index, job))
    // The first job starts no thread: small work ends sooner without one.
    let startsThread = threads.count < min(workers, index)
    monitor.signalAll()
    while state.submitted - state.handedBack - readyCount >= capacity { runOneOrWait() }
    let results = takeReady()
    monitor.unlock()
    if startsThread, let thread = Thread({ [self] in work() }) { threads.append(thread) }
    return results
  }

  /// Waits for all jobs, ends the threads and returns the remaining results in order.
  public func finish() -> [Result] {
    monitor.lock()
    while state.handedBack + readyCount < state.submitted { runOneOrWait() }
    let results = takeReady()
    state.isClosed = true
    monitor.signalAll()
    monitor.unlock()
    for thread in threads { thread.join() }
    threads = []
    return results
  }

  // The following are called with the lock closed.

  private var readyCount: Int {
    var count = 0
    while state.finished[state.handedBack + count] != nil { count += 1 }
    return count
  }

  private func takeReady() -> [Result] {
    var results: [Result] = []
    while let result = state.finished.removeValue(forKey: state.handedBack) {
      results.append(result)
      state.handedBack += 1
    }
    return results
  }

  private func runOneOrWait() {
    guard !state.waiting.isEmpty else { return monitor.wait() }
    runFirst()
  }

  private func runFirst() {
    let (index, job) = state.waiting.removeFirst()
    monitor.unlock()
    let result = run(job)
    monitor.lock()
    state.finished[index] = result
    monitor.signalAll()
  }

  private func work() {
    monitor.lock()
    while true {
      if !state.waiting.isEmpty {
        runFirst()
      } else if state.isClosed {
        break
      } else {
        monitor.wait()
      }
    }
    monitor.unlock()
  }
}
