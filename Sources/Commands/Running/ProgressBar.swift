import Synchronization
import SystemServices
import Threading

/// A bar on standard error for runs over many items; nothing where that is no terminal.
package final class ProgressBar: Sendable {
  private struct State {
    var done = 0
    var drawnAt = -Double.infinity
    var isDrawn = false
  }

  private let total: Int
  private let isVisible: Bool
  private let state = Mutex(State())

  /// A bar of `total` items; it appears only when there are several.
  init(total: Int, isVisible: Bool = true) {
    self.total = total
    self.isVisible = isVisible && total > 1 && standardErrorIsTerminal
  }

  /// One more item is done.
  func advance() {
    guard isVisible else { return }
    state.withLock { state in
      state.done += 1
      let now = monotonicSeconds()
      // More than twenty times a second nobody sees.
      guard now - state.drawnAt > 0.05 || state.done == total else { return }
      state.drawnAt = now
      state.isDrawn = true
      printError("\r" + ProgressBar.line(state.done, of: total, columns: terminalWidth), terminator: "")
    }
  }

  /// Takes the bar away, runs `body`, which may print, and leaves the bar to be drawn anew.
  func withoutBar(_ body: () -> Void) {
    state.withLock { state in
      if state.isDrawn { printError("\r\u{1B}[K", terminator: "") }
      state.isDrawn = false
      state.drawnAt = -Double.infinity
      body()
    }
  }

  /// Takes the bar away for good.
  func finish() { withoutBar {} }

  /// `████████░░░░  12/200`, one column narrower than the terminal.
  package static func line(_ done: Int, of total: Int, columns: Int) -> String {
    let digits = "\(total)".count
    let count = "\(done)"
    let label = " " + String(repeating: " ", count: digits - count.count) + "\(count)/\(total)"
    let width = max(4, min(60, columns - 1 - label.count))
    let filled = total == 0 ? width : width * done / total
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled) + label
  }
}
