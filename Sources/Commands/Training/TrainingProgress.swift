import CommandLineKit
import NetworkTraining
import SystemServices
import TextFormats

/// What a training says while it runs: a bar for the epoch on a terminal, a line for each epoch that has ended.
package final class TrainingProgress {
  private let epochs: Int
  private let pictures: Int
  private let isQuiet: Bool
  private let bar: ProgressBar

  init(epochs: Int, pictures: Int, isQuiet: Bool) {
    self.epochs = epochs
    self.pictures = pictures
    self.isQuiet = isQuiet
    bar = ProgressBar(isVisible: !isQuiet)
  }

  /// After a step; `seconds` of the epoch so far, `before` pictures of it seen in an earlier run.
  func step(_ report: StepReport, seconds: Double, before: Int) {
    guard bar.isVisible else { return }
    let rate = Double(report.examples - before) / max(seconds, 1e-6)
    let left = Double((epochs - report.epoch) * pictures - report.examples) / max(rate, 1)
    bar.draw(isLast: report.step + 1 == report.steps) {
      TrainingProgress.line(report, epochs: epochs, rate: rate, secondsLeft: left, columns: $0)
    }
  }

  /// `Epoch  3/15 ██████░░░░ loss 0.0534  98.31 %  61,234 pictures/s  0:12 left`.
  package static func line(
    _ report: StepReport, epochs: Int, rate: Double, secondsLeft: Double, columns: Int
  ) -> String {
    let head = "\(heading(report.epoch + 1, of: epochs)) "
    let loss = " loss \(loss(report.meanLoss))"
    let accuracy = "  \(decimal(100 * report.accuracy, 2)) %"
    let speed = "  \(thousands(Int(rate))) pictures/s"
    let time = "  \(clockTime(secondsLeft)) left"
    // A narrow terminal leaves out first what matters least.
    let tails = [loss + accuracy + speed + time, loss + accuracy + time, accuracy + time, time]
    let room = columns - 1 - head.count
    guard let tail = tails.first(where: { room - $0.count >= 4 }) else {
      return String(head.prefix(max(0, columns - 1)))
    }
    let width = min(40, room - tail.count)
    return head + ProgressBar.blocks(report.step + 1, of: max(report.steps, 1), width: width) + tail
  }

  /// At the end of an epoch, with a remark where something goes wrong.
  func epoch(_ row: EpochRow, remark: String?) {
    clear()
    guard !isQuiet else { return }
    var parts = [
      TrainingProgress.heading(row.epoch, of: epochs), "loss \(TrainingProgress.loss(row.loss))",
      "accuracy \(decimal(100 * row.accuracy, 2)) %",
    ]
    if let validation = row.validation {
      parts.append("validation \(TrainingProgress.loss(validation.loss))")
      parts.append("\(decimal(100 * validation.accuracy, 2)) %")
    }
    let rate = Double(pictures) / max(row.seconds, 1e-6)
    parts += ["\(decimal(row.seconds, 2)) s", "\(thousands(Int(rate))) pictures/s"]
    // On a narrow terminal the line ends sooner rather than break.
    while standardOutputIsTerminal && parts.count > 3 && parts.joined(separator: "  ").count > terminalWidth {
      parts.removeLast()
    }
    if let remark { parts.append("– " + remark) }
    let line = parts.joined(separator: "  ")
    let isTooLong = remark != nil && standardOutputIsTerminal && line.count > terminalWidth
    printOut(isTooLong ? wrap(line, max(40, terminalWidth), indent: 2) : line)
  }

  /// Takes the bar away.
  func clear() { bar.clear() }

  private static func heading(_ epoch: Int, of epochs: Int) -> String {
    let all = "\(epochs)"
    let number = "\(epoch)"
    return "Epoch " + String(repeating: " ", count: max(0, all.count - number.count)) + "\(number)/\(all)"
  }

  /// Four digits behind the point; a power of ten where there are more than six before it.
  static func loss(_ value: Double) -> String {
    guard value >= 1e6, value.isFinite else { return decimal(value, 4) }
    var (rest, exponent) = (value, 0)
    while rest >= 9.995 {
      rest /= 10
      exponent += 1
    }
    return "\(decimal(rest, 2))e\(exponent)"
  }
}
