import CProcessor
import Synchronization

/// Where threads wait for each other. Waits are short, so they spin; where cores are short too, they yield.
public final class SpinBarrier: Sendable {
  private let waiting = Atomic<Int>(0)
  private let round = Atomic<Int>(0)

  /// A barrier that nobody waits at.
  public init() {}

  /// Returns when `count` threads have called it.
  public func wait(for count: Int) {
    guard count > 1 else { return }
    let mine = round.load(ordering: .acquiring)
    if waiting.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue == count {
      waiting.store(0, ordering: .relaxed)
      round.store(mine &+ 1, ordering: .releasing)
      return
    }
    var spins = 0
    while round.load(ordering: .acquiring) == mine {
      spins += 1
      if spins < 2_000 { cprocessor_relax() } else { yieldThread() }
    }
  }
}
