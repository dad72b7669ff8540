import TextFormats
import Threading

/// What is seen of a file that is on its way: how much is there, how fast it comes, how long it takes.
package final class TransferProgress {
  private let bar: ProgressBar
  private var name = ""
  private var startedAt = 0.0
  private var startedWith = 0

  init(isVisible: Bool) { bar = ProgressBar(isVisible: isVisible) }

  /// So many bytes of a file are there.
  func draw(_ name: String, _ received: Int, of total: Int) {
    guard bar.isVisible else { return }
    let now = monotonicSeconds()
    if name != self.name { (self.name, startedAt, startedWith) = (name, now, received) }
    let rate = Double(received - startedWith) / max(now - startedAt, 1e-3)
    bar.draw(isLast: received == total) {
      TransferProgress.line(name, received, of: total, rate: rate, columns: $0)
    }
  }

  /// Takes the bar away.
  func clear() { bar.clear() }

  /// `train-images-idx3-ubyte.gz ██████░░░░ 5.2/9.9 MB  3.1 MB/s  0:02 left`, one column narrower than the terminal.
  package static func line(_ name: String, _ received: Int, of total: Int, rate: Double, columns: Int) -> String {
    var tail = " \(decimal(Double(received) / 1e6, 1))/\(decimal(Double(total) / 1e6, 1)) MB"
    if rate > 0 {
      tail += "  \(decimal(rate / 1e6, 1)) MB/s  \(clockTime(Double(total - received) / rate)) left"
    }
    let room = columns - 1 - tail.count
    let head = room >= name.count + 5 ? name + " " : ""
    let blocks = ProgressBar.blocks(received, of: total, width: max(0, min(40, room - head.count)))
    return String((head + blocks + tail).prefix(max(1, columns - 1)))
  }
}
