import SystemServices
import TextFormats
import Threading

/// A bar on standard error for a file that is on its way; nothing where that is no terminal.
final class TransferBar {
  private let isVisible: Bool
  private var name = ""
  private var startedAt = 0.0
  private var startedWith = 0
  private var drawnAt = -Double.infinity

  init(isVisible: Bool) { self.isVisible = isVisible && standardErrorIsTerminal }

  /// So many bytes of a file are there.
  func draw(_ name: String, _ received: Int, of total: Int) {
    guard isVisible else { return }
    let now = monotonicSeconds()
    if name != self.name { (self.name, startedAt, startedWith) = (name, now, received) }
    guard now - drawnAt > 0.05 || received == total else { return }
    drawnAt = now
    let rate = Double(received - startedWith) / max(now - startedAt, 1e-3)
    printError(
      "\r" + TransferBar.line(name, received, of: total, rate: rate, columns: terminalWidth) + "\u{1B}[K",
      terminator: "")
  }

  /// Takes the bar away.
  func clear() {
    if isVisible { printError("\r\u{1B}[K", terminator: "") }
    drawnAt = -Double.infinity
  }

  /// `train-images-idx3-ubyte.gz ██████░░░░ 5.2/9.9 MB  3.1 MB/s  0:02 left`, one column narrower than the terminal.
  static func line(_ name: String, _ received: Int, of total: Int, rate: Double, columns: Int) -> String {
    var tail = " \(decimal(Double(received) / 1e6, 1))/\(decimal(Double(total) / 1e6, 1)) MB"
    if rate > 0 {
      tail += "  \(decimal(rate / 1e6, 1)) MB/s  \(TrainingProgress.clock(Double(total - received) / rate)) left"
    }
    let room = columns - 1 - tail.count
    let head = room >= name.count + 5 ? name + " " : ""
    let width = max(0, min(40, room - head.count))
    let filled = total == 0 ? width : width * received / total
    return String(
      (head + String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled) + tail)
        .prefix(max(1, columns - 1)))
  }
}
