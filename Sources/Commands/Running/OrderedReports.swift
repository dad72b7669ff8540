import Synchronization

/// Hands on reports in the order of their indices, each as soon as all before it are there.
package final class OrderedReports<Report: Sendable>: Sendable {
  private struct State {
    var waiting: [Int: Report] = [:]
    var next = 0
  }

  private let state = Mutex(State())
  private let deliver: @Sendable (Int, Report) -> Void

  /// `deliver` is called for one report at a time.
  package init(deliver: @escaping @Sendable (Int, Report) -> Void) { self.deliver = deliver }

  /// The report of the item at `index`.
  package func add(_ report: Report, at index: Int) {
    state.withLock { state in
      state.waiting[index] = report
      while let report = state.waiting.removeValue(forKey: state.next) {
        deliver(state.next, report)
        state.next += 1
      }
    }
  }
}
