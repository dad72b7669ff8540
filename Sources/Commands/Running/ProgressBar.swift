import Synchronization
import SystemServices
import Threading

/// A line at the foot of a terminal that is drawn anew while work goes on, most of it a bar; nothing where standard error
/// is no terminal.
package final class ProgressBar: Sendable {
  private struct State {
    var drawnAt = -Double.infinity
    var isDrawn = false
  }

  /// Whether anything is drawn.
  let isVisible: Bool
  private let state = Mutex(State())

  /// A bar that is drawn when work is done first; `isVisible` is false for quiet runs.
  init(isVisible: Bool) { self.isVisible = isVisible && standardErrorIsTerminal }

  /// Draws `line`, made for a terminal of so many columns; more than twenty times a second, which nobody sees, only the
  /// last of all.
  func draw(isLast: Bool, _ line: (_ columns: Int) -> String) {
    guard isVisible else { return }
    let now = monotonicSeconds()
    state.withLock { state in
      guard now - state.drawnAt > 0.05 || isLast else { return }
      state.drawnAt = now
      state.isDrawn = true
      printError("\r\(line(terminalWidth))\u{1B}[K", terminator: "")
    }
  }

  /// Takes the bar away, runs `body`, which may print, and leaves the bar to be drawn anew.
  func withoutBar(_ body: () -> Void) {
    state.withLock { state in
      if state.isDrawn { printError("\r\u{1B}[K", terminator: "") }
      state = State()
      body()
    }
  }

  /// Takes the bar away.
  func clear() { withoutBar {} }

  /// `████████░░░░`: the part of `width` columns that `done` is of `total`; all of it when there is nothing to do.
  package static func blocks(_ done: Int, of total: Int, width: Int) -> String {
    let filled = total == 0 ? width : width * done / total
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }
}
