import Charts
import CommandLineKit
import DrawingKit
import MessagePassing
import ModelFiles
import NetworkDescription
import NetworkEngine
import NetworkTraining
import SystemServices
import TextFormats
import Threading

/// One training from its first epoch, or from a checkpoint, to its last.
struct TrainingRun {
  let data: TrainingData
  let configuration: TrainingConfiguration
  let output: TrainingOutput
  let modelPath: String
  let title: String
  /// What the model's record says; the run fills in what it measures.
  let record: TrainingRecord
  /// What the training begins with; a checkpoint must have begun with the same.
  let origin: TrainingOrigin
  /// The rate that such a training usually takes.
  let usualRate: Float
  let isQuiet: Bool
  /// The processes that train together; nil where this is the only one.
  let team: ProcessTeam?

  /// Process 0 speaks and writes for all.
  var speaks: Bool { team.map { $0.rank == 0 } ?? true }

  /// A checkpoint is due when the last is older than this.
  private static let checkpointSeconds = 10.0
  /// So many answers tell at least whether an epoch went wrong.
  private static let remarkPictures = 64

  /// What changes from epoch to epoch.
  private struct Progress {
    var rows: [EpochRow] = []
    var best: Checkpoint.Best?
    /// What the best epoch is the best by: its accuracy, or where classes are weighed its balanced accuracy; and its loss.
    var bestScore = -1.0, bestLoss = Double.infinity
    /// Seconds of training in the epoch begun.
    var seconds = 0.0
    /// The weights after the last epoch, where no validation chooses among them.
    var last: (epoch: Int, network: Network)?
    /// Remarks by epoch.
    var remarks: [Int: String] = [:]
  }

  /// Teaches the network and writes what was asked for; returns what was measured.
  func run(_ network: Network) throws -> JSONValue {
    let trainer = try makeTrainer(network)
    var progress = try resumed(trainer)
    Interruption.watch()
    let display = TrainingProgress(
      epochs: configuration.epochs, pictures: data.training.count, isQuiet: isQuiet || !speaks)
    var savedAt = monotonicSeconds()
    // The start too, so that a history of the weights begins with the random numbers.
    if output.snapshots && trainer.epoch == 0 && trainer.step == 0 {
      try write(model(trainer.network, progress, kept: 0), to: output.snapshot(modelPath, epoch: 0))
    }
    while trainer.epoch < configuration.epochs {
      let began = monotonicSeconds()
      let before = trainer.step * configuration.batch
      let report = trainer.runEpoch { step in
        let now = monotonicSeconds()
        display.step(step, seconds: now - began, before: before)
        let isDue = output.checkpoint != nil && now - savedAt > TrainingRun.checkpointSeconds
        return !Interruption.isAsked && !isDue
      }
      progress.seconds += report.seconds
      switch report.ending {
      case .diverged(let step):
        display.clear()
        try end(diverged: trainer, progress, step: step)
      case .lost(let step):
        display.clear()
        try end(lost: trainer, progress, step: step)
      case .stopped: break
      case .finished:
        let row: EpochRow
        do throws(NetworkError) {
          row = try measured(report, trainer, &progress)
        } catch {
          display.clear()
          throw try overflow(trainer, progress, error)
        }
        display.epoch(row, remark: progress.remarks[row.epoch])
        try writeLog(progress.rows)
        if output.snapshots {
          let path = output.snapshot(modelPath, epoch: row.epoch)
          try write(model(trainer.averagedNetwork, progress, kept: row.epoch), to: path)
        }
      }
      // All end after the same step, whichever was asked to.
      let isAsked = team?.any(Interruption.isAsked) ?? Interruption.isAsked
      if team?.failure != nil { try end(lost: trainer, progress, step: trainer.step) }
      if isAsked && trainer.epoch < configuration.epochs {
        display.clear()
        try end(interrupted: trainer, progress)
      }
      if let path = output.checkpoint, report.ending == .finished || monotonicSeconds() - savedAt > 1 {
        save(trainer, progress, to: path)
        savedAt = monotonicSeconds()
      }
    }
    return try finish(trainer, progress)
  }

  private func makeTrainer(_ network: Network) throws(TrainingFailure) -> Trainer {
    do throws(NetworkError) {
      return try Trainer(
        network, examples: data.training, classes: data.classes.count, configuration: configuration,
        team: team.map(TrainingTeam.init) ?? .alone)
    } catch {
      throw .network(error, data: data.name)
    }
  }

  private func resumed(_ trainer: Trainer) throws -> Progress {
    var progress = Progress()
    guard let path = output.resume else { return progress }
    let checkpoint = try Checkpoint(path: path)
    guard checkpoint.classes == data.classes else {
      throw TrainingFailure.resumedClassesDiffer(path, saved: checkpoint.classes, given: data.classes)
    }
    if let saved = checkpoint.origin, !saved.begins(as: origin) {
      throw TrainingFailure.originDiffers(path, saved: saved, given: origin)
    }
    do throws(NetworkError) {
      try trainer.resume(checkpoint.state)
    } catch {
      throw TrainingFailure.checkpoint(path, error)
    }
    // One that ended before its model was written is tested and written now.
    guard trainer.epoch <= configuration.epochs else {
      throw TrainingFailure.nothingLeft(path, epochs: trainer.epoch)
    }
    progress.rows = checkpoint.log.compactMap { EpochRow($0) }
    progress.best = checkpoint.best
    progress.seconds = checkpoint.seconds
    if data.validation == nil && trainer.step == 0 && trainer.epoch > 0 {
      progress.last = (trainer.epoch, trainer.averagedNetwork)
    }
    if let best = checkpoint.best, let row = progress.rows.first(where: { $0.epoch == best.epoch }) {
      progress.bestLoss = row.validation?.loss ?? .infinity
      progress.bestScore = best.accuracy
      if let examples = data.validation, !configuration.classWeights.isEmpty {
        let network = trainer.network
        let then = try Network(network.architecture, values: best.values, normalization: network.normalization)
        progress.bestScore = score(try Inference(then).evaluate(examples, threads: configuration.threads), examples)
      }
    }
    say(
      trainer.epoch == configuration.epochs
        ? "Resumed     \(path): \(counted(trainer.epoch, "epoch")) done, the model is to be written\n"
        : "Resumed     \(path): epoch \(trainer.epoch + 1), step \(trainer.step + 1)\n")
    return progress
  }

  /// The validation pictures' word on an epoch; the best weights so far are kept.
  private func measured(
    _ report: EpochReport, _ trainer: Trainer, _ progress: inout Progress
  ) throws(NetworkError) -> EpochRow {
    var validation: EpochRow.Validation?
    let network = trainer.averagedNetwork
    var (answers, labels, loss): ([UInt16], [UInt16], Double) = ([], [], 0)
    if let examples = data.validation {
      let result = try evaluated(network, examples)
      validation = EpochRow.Validation(loss: result.loss, accuracy: result.accuracy)
      (answers, labels, loss) = (result.answers, examples.labels, result.loss)
      let score = score(result, examples)
      // Of two epochs with as many right answers the one with the smaller loss is the better.
      if score > progress.bestScore || (score == progress.bestScore && result.loss < progress.bestLoss) {
        progress.bestScore = score
        progress.best = Checkpoint.Best(
          epoch: report.epoch + 1, accuracy: result.accuracy, values: network.values)
        progress.bestLoss = result.loss
      }
    }
    if labels.count < TrainingRun.remarkPictures {
      // Throws where the weights have grown beyond use.
      let some = someToLearnFrom
      let result = try Inference(network).evaluate(some, loss: configuration.loss, threads: configuration.threads)
      answers += result.answers
      labels += some.labels
      loss = result.loss
    }
    if data.validation == nil { progress.last = (report.epoch + 1, network) }
    let row = EpochRow(
      epoch: report.epoch + 1, seconds: progress.seconds, loss: report.loss, accuracy: report.accuracy,
      validation: validation)
    progress.rows.append(row)
    progress.seconds = 0
    progress.remarks[row.epoch] =
      EpochRemark(
        answers: answers, labels: labels, loss: loss, classes: data.classes, configuration: configuration,
        usualRate: usualRate,
        stepsPerEpoch: trainer.stepsPerEpoch,
        guessingLoss: guessingLoss(network.specification.outputKind)
      ).text(progress.rows)
    return row
  }

  /// The accuracy, or the balanced one where all classes are to count alike.
  private func score(_ result: Evaluation, _ examples: Examples) -> Double {
    guard !configuration.classWeights.isEmpty else { return result.accuracy }
    return ConfusionCounts(labels: examples.labels, answers: result.answers, classes: data.classes).balancedAccuracy
  }

  /// The loss of answers that give every class the same; nil for distances, of which there is no such value.
  private func guessingLoss(_ kind: OutputKind) -> Double? {
    if kind == .distances { return nil }
    let share = 1 / Double(data.classes.count)
    return configuration.loss.value(label: 0, count: data.classes.count, kind: kind) { _ in share }
  }

  /// Some of the pictures to learn from, evenly spread, as a folder's stand class by class.
  private var someToLearnFrom: Examples {
    let all = data.training
    let count = min(all.count, max(TrainingRun.remarkPictures, min(512, all.count / 20)))
    return all[(0..<count).map { $0 * all.count / count }]
  }

  /// The network to keep: the best on the validation pictures, else the present one.
  private func kept(_ trainer: Trainer, _ progress: Progress) throws(NetworkError) -> (Network, epoch: Int) {
    guard let best = progress.best else {
      // Read out of the trainer's memory once.
      if let last = progress.last, last.epoch == trainer.epoch, trainer.step == 0 { return (last.network, last.epoch) }
      return (trainer.averagedNetwork, trainer.epoch)
    }
    let network = trainer.network
    let values = try Network(network.architecture, values: best.values, normalization: network.normalization)
    return (values, best.epoch)
  }

  private func model(
    _ network: Network, _ progress: Progress, kept: Int, test: Double? = nil
  ) throws(NetworkError) -> Model {
    var record = record
    record.epochs = progress.rows.count
    record.keptEpoch = kept
    record.validationAccuracy = progress.rows.first { $0.epoch == kept }?.validation?.accuracy
    record.testAccuracy = test
    return try Model(
      network, classes: data.classes, record: record, preparation: data.preparation, usual: data.usual)
  }

  /// A checkpoint that cannot be written does not end a training that could still be saved.
  private func save(_ trainer: Trainer, _ progress: Progress, to path: String) {
    guard speaks else { return }
    do throws(ModelFileError) {
      try checkpoint(trainer, progress).write(to: path)
    } catch {
      printError("Warning: \(error); the training goes on")
    }
  }

  private func checkpoint(_ trainer: Trainer, _ progress: Progress) -> Checkpoint {
    Checkpoint(
      network: trainer.network, classes: data.classes, state: trainer.state, best: progress.best,
      seconds: progress.seconds, log: progress.rows.map(\.text), origin: origin)
  }

  /// Each process answers for its part of the pictures.
  private func evaluated(_ network: Network, _ examples: Examples) throws(NetworkError) -> Evaluation {
    let inference = Inference(network)
    guard let team else {
      return try inference.evaluate(examples, loss: configuration.loss, threads: configuration.threads)
    }
    let width = network.architecture.output.count
    let bounds = (0...team.count).map { examples.count * $0 / team.count }
    let part = bounds[team.rank]..<bounds[team.rank + 1]
    var outputs = [Float](repeating: 0, count: examples.count * width)
    do throws(NetworkError) {
      let own = try inference.outputs(of: examples[part], threads: configuration.threads)
      outputs.replaceSubrange(part.lowerBound * width..<part.upperBound * width, with: own)
    } catch {
      // The others learn of it by the values.
      for index in part.lowerBound * width..<part.upperBound * width { outputs[index] = .nan }
    }
    outputs.withUnsafeMutableBytes { bytes in
      if let words = bytes.bindMemory(to: UInt32.self).baseAddress { _ = team.gather(words, bounds.map { $0 * width }) }
    }
    return try inference.evaluation(of: outputs, examples, loss: configuration.loss)
  }

  private func write(_ model: Model, to path: String) throws {
    if speaks { try model.write(to: path) }
  }

  private func writeLog(_ rows: [EpochRow]) throws(CommandFailure) {
    guard speaks, let path = output.log else { return }
    let text = ([EpochRow.heading] + rows.map(\.text)).joined(separator: "\n") + "\n"
    do { try writeFile(path, text: text) } catch { throw .file(error) }
  }

  private func finish(_ trainer: Trainer, _ progress: Progress) throws -> JSONValue {
    let (network, epoch) = try kept(trainer, progress)
    var accuracy: Double?
    try writeLog(progress.rows)
    let validation = progress.best.map { ", which reads \(decimal(100 * $0.accuracy, 2)) % of the validation right" }
    let choice = data.validation == nil ? ", the last, as no pictures are kept apart to choose by" : validation ?? ""
    say("Kept epoch \(epoch)\(choice)")
    if let test = data.test {
      let result = try evaluated(network, test)
      accuracy = result.accuracy
      say(
        "Test accuracy \(decimal(100 * result.accuracy, 2)) % "
          + "(\(thousands(result.correct)) of \(thousands(result.count)))")
    }
    let model = try model(network, progress, kept: epoch, test: accuracy)
    try write(model, to: modelPath)
    try writeCurves(progress.rows)
    say("Wrote \(modelPath)")
    return description(model, progress)
  }

  /// What `--json` prints.
  private func description(_ model: Model, _ progress: Progress) -> JSONValue {
    let shape = data.shape
    let epochs = progress.rows.map { row in
      JSONValue.object([
        ("epoch", .number(row.epoch)), ("seconds", .number(row.seconds)), ("train_loss", .number(row.loss)),
        ("train_accuracy", .number(row.accuracy)),
        ("validation_loss", row.validation.map { .number($0.loss) } ?? .null),
        ("validation_accuracy", row.validation.map { .number($0.accuracy) } ?? .null),
        ("remark", progress.remarks[row.epoch].map { .string($0) } ?? .null),
      ])
    }
    return .object([
      ("model", .string(legible(modelPath))), ("network", .string(model.network.specification.text)),
      ("input", .array([.number(shape.channels), .number(shape.height), .number(shape.width)])),
      ("classes", .array(data.classes.map { .string($0) })), ("preparation", .string(data.preparation.rawValue)),
      ("test_pictures", .number(data.test?.count ?? 0)), ("training", model.record?.json ?? .null),
      ("log", .array(epochs)),
    ])
  }

  private func writeCurves(_ rows: [EpochRow]) throws {
    guard speaks, let path = output.curves, !rows.isEmpty else { return }
    do throws(FigureError) {
      try Figure.trainingCurves(rows.map(\.record), title: title).write(to: path)
    } catch {
      throw TrainingFailure.figure(error)
    }
  }

  /// Saves the training where it stands and ends the process as an interrupted one.
  private func end(interrupted trainer: Trainer, _ progress: Progress) throws {
    let path = output.interrupted(modelPath)
    if speaks { try checkpoint(trainer, progress).write(to: path) }
    let (network, epoch) = try kept(trainer, progress)
    try write(model(network, progress, kept: epoch), to: modelPath)
    try writeCurves(progress.rows)
    say("Interrupted in epoch \(trainer.epoch + 1), step \(trainer.step) of \(trainer.stepsPerEpoch).")
    say("Wrote \(modelPath); to go on, give the same options and --resume \(path)")
    throw ExitCode(130)
  }

  /// Keeps the last good weights and says what to try.
  private func end(diverged trainer: Trainer, _ progress: Progress, step: Int) throws {
    throw TrainingFailure.diverged(
      epoch: trainer.epoch + 1, step: step + 1, rate: configuration.learningRate, kept: try remains(trainer, progress))
  }

  /// Saves the training as it was before the step in which another process did not answer.
  private func end(lost trainer: Trainer, _ progress: Progress, step: Int) throws {
    var path: String?
    if speaks {
      let target = output.interrupted(modelPath)
      try checkpoint(trainer, progress).write(to: target)
      path = target
    }
    throw TrainingFailure.lost(
      team?.failure ?? .othersGone, epoch: trainer.epoch + 1, step: step + 1, checkpoint: path)
  }

  /// The same where the pictures kept apart show what the training's did not.
  private func overflow(_ trainer: Trainer, _ progress: Progress, _ error: NetworkError) throws -> TrainingFailure {
    guard case .notFinite(let layer) = error else { return .network(error, data: data.name) }
    return .overflowed(
      epoch: trainer.epoch, layer: layer, rate: configuration.learningRate, kept: try remains(trainer, progress))
  }

  /// Writes the weights of the best epoch that ended well, and the curves up to here; nil when none did.
  private func remains(_ trainer: Trainer, _ progress: Progress) throws -> KeptWeights? {
    try writeCurves(progress.rows)
    let epoch: Int
    if progress.best != nil {
      let (network, best) = try kept(trainer, progress)
      epoch = best
      try write(model(network, progress, kept: best), to: modelPath)
    } else if let last = progress.last {
      epoch = last.epoch
      try write(model(last.network, progress, kept: epoch), to: modelPath)
    } else {
      return nil
    }
    return KeptWeights(path: modelPath, epoch: epoch)
  }

  private func say(_ line: String) {
    if !isQuiet && speaks { printOut(line) }
  }
}
