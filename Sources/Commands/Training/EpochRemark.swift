import ConvolutionCore
import NetworkDescription
import NetworkEngine
import NetworkTraining
import SystemServices
import TextFormats

/// What goes wrong in a training, as its epochs show it, and what to change.
struct EpochRemark {
  /// Steps before which a network may still know nothing.
  private static let earlySteps = 100
  /// Fewer pictures say nothing of chance.
  private static let leastPictures = 30
  /// Pictures of a class that all must be read wrong to call it lost.
  private static let leastOfClass = 3

  /// What the network answers after the epoch, and what is right.
  let answers: [UInt16], labels: [UInt16]
  /// The loss of these answers.
  let loss: Double
  let classes: [String]
  let configuration: TrainingConfiguration
  /// The rate that the network, its loss and its pictures are usually taught with.
  let usualRate: Float
  let stepsPerEpoch: Int
  /// The loss of a network that knows nothing; nil where there is no such number.
  let guessingLoss: Double?

  /// A remark on the last of the rows; nil while all is well.
  func text(_ rows: [EpochRow]) -> String? {
    guard let row = rows.last else { return nil }
    let runaway = runaway(row, rows)
    let findings = [runaway, stuck(row)].compactMap { $0 }
    guard findings.isEmpty else {
      let needsTime = runaway == nil && isEarly(rows) && hasUsualRate
      return "\(findings.joined(separator: ", and ")): \(needsTime ? "give it more --epochs" : rateAdvice)"
    }
    return overfitting(row, rows) ?? lostClasses(rows)
  }

  private func isEarly(_ rows: [EpochRow]) -> Bool { rows.count * stepsPerEpoch < EpochRemark.earlySteps }

  /// A loss far above that of guessing, or that grows again.
  private func runaway(_ row: EpochRow, _ rows: [EpochRow]) -> String? {
    // A first epoch of few steps is mostly the loss of the random numbers.
    let limit: Double = rows.count > 1 || stepsPerEpoch >= 50 ? 5 : 100
    if let guessingLoss, row.loss > limit * guessingLoss { return "the loss is far above that of guessing" }
    guard let least = rows.min(by: { $0.loss < $1.loss }), row.loss > 1.5 * least.loss,
      row.accuracy < least.accuracy - 0.02
    else { return nil }
    return "the loss grows again"
  }

  /// The same answer to all pictures, or answers that are right as often as guesses.
  private func stuck(_ row: EpochRow) -> String? {
    let shown = EpochRemark.counts(labels, classes.count)
    let present = shown.count { $0 > 0 }
    guard present > 1, answers.count >= 4 * EpochRemark.leastOfClass else { return nil }
    let right = EpochRemark.counts(zip(labels, answers).filter { $0 == $1 }.map(\.0), classes.count)
    let recalls = classes.indices.filter { shown[$0] > 0 }.map { Double(right[$0]) / Double(shown[$0]) }
    let mean = recalls.reduce(0, +) / Double(present)
    // Of guesses, two standard deviations more are luck; so is some more where the loss has not fallen either.
    let chance = 1 / Double(present)
    let luck = chance + 2 * (chance * (1 - chance) / Double(answers.count)).squareRoot()
    let knowsNothing = guessingLoss.map { min(loss, row.loss) >= 0.98 * $0 } ?? false
    guard mean <= (knowsNothing ? max(luck, 1.5 * chance) : luck) else { return nil }
    let given = EpochRemark.counts(answers, classes.count)
    if let most = given.indices.max(by: { given[$0] < given[$1] }), given[most] * 50 >= answers.count * 49,
      labels.count - shown[most] >= EpochRemark.leastOfClass
    {
      return "it always answers \(classes[most].printable(limit: 40))"
    }
    // One that reads what it learns from has learned that by heart.
    let commonest = Double(shown.max() ?? 0) / Double(answers.count)
    guard answers.count >= EpochRemark.leastPictures, row.accuracy < commonest + 0.1 else { return nil }
    return "it reads no more right than by guessing"
  }

  /// The pictures kept apart are read worse and worse while those learned from are read better.
  private func overfitting(_ row: EpochRow, _ rows: [EpochRow]) -> String? {
    let losses = rows.compactMap { $0.validation?.loss }
    let accuracies = rows.compactMap { $0.validation?.accuracy }
    guard losses.count >= 3, losses.count == rows.count, let last = losses.last, let accuracy = accuracies.last,
      let best = losses.indices.min(by: { losses[$0] < losses[$1] }), let highest = accuracies.dropLast().max(),
      best <= losses.count - 3, row.loss < rows[0].loss, accuracy <= highest
    else { return nil }
    let gap = row.accuracy - accuracy
    guard (last > 1.2 * losses[best] && gap > 0.02) || (best <= losses.count - 4 && gap > 0.15) else { return nil }
    let augment = configuration.augmentation == .none ? "--augment affine, " : ""
    return "overfitting, as the loss of the validation was least in epoch \(rows[best].epoch): "
      + "try fewer --epochs, \(augment)--weight-decay or more pictures"
  }

  /// Classes of which no picture is read right.
  private func lostClasses(_ rows: [EpochRow]) -> String? {
    guard rows.count >= 2 else { return nil }
    let shown = EpochRemark.counts(labels, classes.count)
    let right = EpochRemark.counts(zip(labels, answers).filter { $0 == $1 }.map(\.0), classes.count)
    let mean = labels.count / max(1, shown.count { $0 > 0 })
    // Early in a training that only says something of classes that are rare.
    let lost = classes.indices.filter {
      shown[$0] >= EpochRemark.leastOfClass && right[$0] == 0 && (!isEarly(rows) || shown[$0] * 3 < mean)
    }
    guard !lost.isEmpty else { return nil }
    let names = lost.prefix(3).map { classes[$0].printable(limit: 40) }.joined(separator: ", ")
    return "no picture of \(names)\(lost.count > 3 ? ", …" : "") is read right: give it more --epochs"
      + (configuration.classWeights.isEmpty ? ", or try --class-weights balanced" : "")
  }

  private var hasUsualRate: Bool {
    configuration.learningRate <= 1.5 * usualRate && configuration.learningRate >= usualRate / 10
  }

  private var rateAdvice: String {
    let rate = configuration.learningRate
    // Where the rate is far from the usual one, that is to blame.
    if rate > 1.5 * usualRate { return "try --learning-rate \(EpochRemark.short(min(usualRate, rate / 5)))" }
    if rate < usualRate / 10 { return "try --learning-rate \(EpochRemark.short(usualRate))" }
    return "try --learning-rate \(EpochRemark.short(rate / 5)), or another --seed"
  }

  /// Two digits are enough for advice.
  private static func short(_ rate: Float) -> String {
    var decimals = 1
    var rest = rate
    while rest < 1 && decimals < 40 {
      rest *= 10
      decimals += 1
    }
    let text = decimal(Double(rate), decimals)
    return Float(text)?.description ?? text
  }

  private static func counts(_ labels: [UInt16], _ classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for label in labels where Int(label) < classes { counts[Int(label)] += 1 }
    return counts
  }
}
