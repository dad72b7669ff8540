import Threading

/// A progress bar for runs over many items, done in any order on any thread.
package final class ItemProgress: Sendable {
  private let total: Int
  private let bar: ProgressBar
  private let done = SharedCounter()

  /// `total` items; the bar appears only when there are several.
  init(total: Int, isVisible: Bool = true) {
    self.total = total
    bar = ProgressBar(isVisible: isVisible && total > 1)
  }

  /// One more item is done.
  func advance() {
    let isLast = done.add() + 1 == total
    bar.draw(isLast: isLast) { ItemProgress.line(done.current, of: total, columns: $0) }
  }

  /// Takes the bar away, runs `body`, which may print, and leaves the bar to be drawn anew.
  func withoutBar(_ body: () -> Void) { bar.withoutBar(body) }

  /// Takes the bar away for good.
  func finish() { bar.clear() }

  /// `████████░░░░  12/200`, one column narrower than the terminal.
  package static func line(_ done: Int, of total: Int, columns: Int) -> String {
    let digits = "\(total)".count
    let count = "\(done)"
    let label = " " + String(repeating: " ", count: digits - count.count) + "\(count)/\(total)"
    return ProgressBar.blocks(done, of: total, width: max(4, min(60, columns - 1 - label.count))) + label
  }
}
