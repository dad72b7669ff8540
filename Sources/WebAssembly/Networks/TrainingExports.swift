import DrawnDigits
import NetworkDescription
import NetworkEngine
import NetworkTraining

// What a page calls to teach a network, a few steps at a time.
//
// Settings are seven floats: optimiser (0 SGD, 1 SGD with Nesterov's look ahead, 2 Adam, 3 AdamW), rate, momentum, weight
// decay, batch, augmentation (0 none, 1 affine, 2 elastic) and label smoothing.

/// A training and how far its epoch has come.
final class PageTrainer {
  let trainer: Trainer
  var loss = 0.0
  var accuracy = 0.0
  var seen = 0

  init(_ trainer: Trainer) { self.trainer = trainer }
}

/// Settings as a page gives them.
func configuration(_ settings: UnsafePointer<Float>, seed: Int32) -> TrainingConfiguration {
  var configuration = TrainingConfiguration()
  switch settings[0] {
  case 1: configuration.optimizer = .sgd(momentum: settings[2], nesterov: true)
  case 2: configuration.optimizer = .adam()
  case 3: configuration.optimizer = .adamW()
  default: configuration.optimizer = .sgd(momentum: settings[2], nesterov: false)
  }
  configuration.learningRate = settings[1]
  configuration.weightDecay = settings[3]
  configuration.batch = max(1, min(65536, Int(settings[4])))
  configuration.augmentation = settings[5] == 1 ? .affine() : settings[5] == 2 ? .elastic() : .none
  configuration.labelSmoothing = settings[6]
  configuration.seed = UInt64(UInt32(bitPattern: seed))
  return configuration
}

/// `count` pictures of the network's input shape and their classes; nil where they are none.
private func examples(
  _ page: PageNetwork, _ pixels: UnsafePointer<UInt8>, _ labels: UnsafePointer<UInt8>, _ count: Int32
) -> Examples? {
  let shape = page.network.architecture.input
  return try? Examples(
    channels: shape.channels, height: shape.height, width: shape.width,
    pixels: Array(UnsafeBufferPointer(start: pixels, count: Int(count) * shape.count)),
    labels: Array(UnsafeBufferPointer(start: labels, count: Int(count))))
}

/// Draws `count` digits of `seed` from number `first` on: 28 × 28 bytes each, and their classes.
@_expose(wasm, "digits_draw") @_cdecl("digits_draw")
func digitsDraw(
  _ seed: Int32, _ first: Int32, _ count: Int32, _ pixels: UnsafeMutablePointer<UInt8>,
  _ labels: UnsafeMutablePointer<UInt8>
) {
  let digits = DigitSequence(seed: UInt64(UInt32(bitPattern: seed)))
  for index in 0..<Int(count) {
    let picture = digits.picture(Int(first) + index)
    (pixels + index * picture.count).update(from: picture, count: picture.count)
    labels[index] = digits.label(Int(first) + index)
  }
}

/// Learning that begins at the network's present numbers, with `count` pictures of its input shape and their classes; 0
/// where they do not fit, and `problem_read` says why. With an `earlier` trainer of the same network it goes on with that
/// one's numbers and velocities.
@_expose(wasm, "trainer_new") @_cdecl("trainer_new")
func trainerNew(
  _ network: UnsafeMutableRawPointer, _ pixels: UnsafePointer<UInt8>, _ labels: UnsafePointer<UInt8>, _ count: Int32,
  _ settings: UnsafePointer<Float>, _ seed: Int32, _ earlier: UnsafeMutableRawPointer?
) -> UnsafeMutableRawPointer? {
  let page: PageNetwork = object(network)
  guard let examples = examples(page, pixels, labels, count) else { return nil }
  do throws(NetworkError) {
    let trainer = try Trainer(page.network, examples: examples, configuration: configuration(settings, seed: seed))
    if let earlier {
      let earlier: PageTrainer = object(earlier)
      trainer.goOn(from: earlier.trainer)
    }
    return handle(PageTrainer(trainer))
  } catch {
    problem = error.description
    return nil
  }
}

/// Gives a trainer back.
@_expose(wasm, "trainer_release") @_cdecl("trainer_release")
func trainerRelease(_ trainer: UnsafeMutableRawPointer) {
  Unmanaged<PageTrainer>.fromOpaque(trainer).release()
}

/// Goes on with other pictures, as many as before: velocities stay. 0, or −1 where they do not fit.
@_expose(wasm, "trainer_show") @_cdecl("trainer_show")
func trainerShow(
  _ trainer: UnsafeMutableRawPointer, _ network: UnsafeMutableRawPointer, _ pixels: UnsafePointer<UInt8>,
  _ labels: UnsafePointer<UInt8>, _ count: Int32
) -> Int32 {
  let page: PageTrainer = object(trainer)
  guard let examples = examples(object(network), pixels, labels, count) else { return -1 }
  do { try page.trainer.show(examples) } catch { return -1 }
  return 0
}

/// Takes up to `steps` steps of the present epoch: 0 where the epoch goes on, 1 where it has ended, −1 where the loss was
/// not a number and the weights are those before.
@_expose(wasm, "trainer_run") @_cdecl("trainer_run")
func trainerRun(_ trainer: UnsafeMutableRawPointer, _ steps: Int32) -> Int32 {
  let page: PageTrainer = object(trainer)
  var left = steps
  let report = page.trainer.runEpoch { step in
    page.loss = step.meanLoss
    page.accuracy = step.accuracy
    page.seen = step.examples
    left -= 1
    return left > 0
  }
  switch report.ending {
  case .finished: return 1
  case .stopped: return 0
  case .diverged, .lost: return -1
  }
}

/// Pictures of the epoch that were shown.
@_expose(wasm, "trainer_seen") @_cdecl("trainer_seen")
func trainerSeen(_ trainer: UnsafeMutableRawPointer) -> Int32 {
  let page: PageTrainer = object(trainer)
  return Int32(page.seen)
}

/// The mean loss of the epoch so far, each picture as it was shown.
@_expose(wasm, "trainer_loss") @_cdecl("trainer_loss")
func trainerLoss(_ trainer: UnsafeMutableRawPointer) -> Double {
  let page: PageTrainer = object(trainer)
  return page.loss
}

/// The share of right answers of the epoch so far.
@_expose(wasm, "trainer_accuracy") @_cdecl("trainer_accuracy")
func trainerAccuracy(_ trainer: UnsafeMutableRawPointer) -> Double {
  let page: PageTrainer = object(trainer)
  return page.accuracy
}

/// Puts the trainer's present numbers into the network.
@_expose(wasm, "trainer_read") @_cdecl("trainer_read")
func trainerRead(_ trainer: UnsafeMutableRawPointer, _ network: UnsafeMutableRawPointer) {
  let page: PageTrainer = object(trainer)
  let target: PageNetwork = object(network)
  target.replace(page.trainer.network)
}

/// Writes what the optimiser keeps: of each parameter its velocity (Adam: mean), then of each Adam's mean of squares, 0
/// for SGD. Returns how many steps have been taken.
@_expose(wasm, "trainer_state") @_cdecl("trainer_state")
func trainerState(_ trainer: UnsafeMutableRawPointer, _ result: UnsafeMutablePointer<Float>) -> Int32 {
  let page: PageTrainer = object(trainer)
  let (first, second) = page.trainer.optimizerState
  var next = result
  for values in first {
    next.update(from: values, count: values.count)
    next += values.count
  }
  if second.isEmpty {
    let count = first.reduce(0) { $0 + $1.count }
    next.update(repeating: 0, count: count)
  }
  for values in second {
    next.update(from: values, count: values.count)
    next += values.count
  }
  return Int32(page.trainer.epoch * page.trainer.stepsPerEpoch + page.trainer.step)
}

/// The probabilities of the classes for `count` pictures, one picture after another; −1 where they do not fit.
@_expose(wasm, "probabilities") @_cdecl("probabilities")
func probabilities(
  _ network: UnsafeMutableRawPointer, _ pixels: UnsafePointer<UInt8>, _ count: Int32,
  _ result: UnsafeMutablePointer<Float>
) -> Int32 {
  let page: PageNetwork = object(network)
  let labels = [UInt8](repeating: 0, count: Int(count))
  return labels.withUnsafeBufferPointer { labels in
    guard let first = labels.baseAddress, let examples = examples(page, pixels, first, count),
      let values = try? page.ready.probabilities(of: examples, threads: 1)
    else { return -1 }
    result.update(from: values, count: values.count)
    return 0
  }
}
