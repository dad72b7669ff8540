import CMPI
import SystemServices
import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The processes that `mpirun` has started together, and this one among them.
///
/// All call the same methods in the same order, each from the thread that joined. A method that waits for the others ends
/// at the latest when ``patience`` is over; from then on none answers any more and ``failure`` says why.
public final class ProcessTeam: @unchecked Sendable {
  /// This process's number, from 0.
  public let rank: Int
  /// Processes; at least 2.
  public let count: Int
  /// Seconds to wait for another process.
  public var patience = 60.0
  /// What went wrong, once something has.
  public private(set) var failure: MessagePassingError?

  /// Seconds to go on waiting when this process is asked to end: long enough for processes that were all asked, and
  /// short enough to save before `mpirun`, which asks the rest when one has died, kills them a second later.
  private static let hurry = 0.3

  private init(rank: Int, count: Int) {
    self.rank = rank
    self.count = count
  }

  /// Joins the others; nil where this process was not started by `mpirun`, or is the only one.
  ///
  /// - Throws: where there should be others and MPI cannot be had.
  public static func join() throws(MessagePassingError) -> ProcessTeam? {
    guard let expected = expectedCount, expected > 1 else { return nil }
    guard CMPILoad() == 1 else { throw .noLibrary(processes: expected) }
    var rank: Int32 = 0
    var count: Int32 = 1
    let code = CMPIStart(&rank, &count)
    guard code == 0 else { throw .refused(errorText(code)) }
    return count > 1 ? ProcessTeam(rank: Int(rank), count: Int(count)) : nil
  }

  /// How many processes the launcher has said there are.
  private static var expectedCount: Int? {
    for name in ["OMPI_COMM_WORLD_SIZE", "PMIX_SIZE"] {
      if let text = environment(name), let count = Int(text) { return count }
    }
    // srun with its plugin for PMIx, which Open MPI joins by.
    guard environment("PMIX_RANK") != nil, let text = environment("SLURM_STEP_NUM_TASKS") else { return nil }
    return Int(text)
  }

  /// Cores for each process of this machine, where they share them.
  public var coresOfProcess: Int {
    guard let text = environment("OMPI_COMM_WORLD_LOCAL_SIZE"), let neighbours = Int(text), neighbours > 0 else {
      return coreCount
    }
    return min(coreCount, max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) / neighbours))
  }

  /// Fills a buffer of four-byte words of which process `r` has given words `bounds[r]` to `bounds[r + 1]`.
  ///
  /// - Returns: false when another process does not answer.
  public func gather(_ words: UnsafeMutablePointer<UInt32>, _ bounds: [Int]) -> Bool {
    withRanges(bounds) { counts, starts in
      wait { CMPIBeginGather(words, counts, starts) }
    }
  }

  /// Sends process `r` the words `outgoingBounds[r]` to `outgoingBounds[r + 1]`, and takes from it what goes to
  /// `incomingBounds[r]` to `incomingBounds[r + 1]`.
  ///
  /// - Returns: false when another process does not answer.
  public func exchange(
    _ outgoing: UnsafePointer<UInt32>, _ outgoingBounds: [Int], _ incoming: UnsafeMutablePointer<UInt32>,
    _ incomingBounds: [Int]
  ) -> Bool {
    withRanges(outgoingBounds) { outgoingCounts, outgoingStarts in
      withRanges(incomingBounds) { incomingCounts, incomingStarts in
        wait {
          CMPIBeginExchange(outgoing, outgoingCounts, outgoingStarts, incoming, incomingCounts, incomingStarts)
        }
      }
    }
  }

  /// What each process gives, in their order; nil when one does not answer.
  public func gather(_ value: UInt64) -> [UInt64]? {
    var values = [UInt64](repeating: 0, count: count)
    values[rank] = value
    let bounds = (0...count).map { 2 * $0 }
    let isWhole = values.withUnsafeMutableBytes { bytes in
      bytes.bindMemory(to: UInt32.self).baseAddress.map { gather($0, bounds) } ?? true
    }
    return isWhole ? values : nil
  }

  /// Whether `value` is true in any process; true when one does not answer.
  public func any(_ value: Bool) -> Bool { gather(value ? 1 : 0).map { $0.contains(1) } ?? true }

  /// Waits at most `seconds` for all others to come here.
  public func meet(within seconds: Double) -> Bool {
    let usual = patience
    patience = seconds
    defer { patience = usual }
    return wait { CMPIBeginBarrier() }
  }

  /// Leaves; the process may end then.
  public func leave() { _ = CMPIEnd() }

  /// Ends this process and all others.
  public func endAll(code: Int32) -> Never {
    _ = CMPIAbort(code)
    exit(code)
  }

  /// MPI's form of bounds, which must stay in place until an exchange has ended.
  private func withRanges(
    _ bounds: [Int], _ body: (_ counts: UnsafePointer<Int32>, _ starts: UnsafePointer<Int32>) -> Bool
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
      guard let counts = numbers.baseAddress else { return false }
      let starts = counts + count
      for member in 0..<count {
        counts[member] = Int32(bounds[member + 1] - bounds[member])
        starts[member] = Int32(bounds[member])
      }
      return body(counts, starts)
    }
  }

  /// Begins something and waits for its end; what it reads and writes must stay in place.
  private func wait(_ begin: () -> Int32) -> Bool {
    guard failure == nil else { return false }
    var code = begin()
    let began = monotonicSeconds()
    var askedAt: Double?
    var tries = 0
    while code == 0 {
      var ended: Int32 = 0
      code = CMPITest(&ended)
      if ended != 0 { return true }
      tries += 1
      guard tries % 256 == 0 else { continue }
      // Another process may need this core.
      yieldThread()
      let now = monotonicSeconds()
      if Interruption.isAsked { askedAt = askedAt ?? now }
      if let askedAt, now - askedAt > ProcessTeam.hurry {
        failure = .othersGone
        return false
      }
      // Process 0 speaks for all, so that it gives up first.
      if now - began > patience + (rank == 0 ? 0 : 2) {
        failure = .noAnswer(seconds: patience)
        return false
      }
    }
    failure = .refused(ProcessTeam.errorText(code))
    return false
  }

  private static func errorText(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      guard let start = text.baseAddress else { return "" }
      CMPIErrorText(code, start)
      return String(cString: start)
    }
  }
}

private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
