import DrawnDigits
import NetworkDescription
import NetworkTraining

// What a page calls to teach a network, a few steps at a time.

/// A training and how far it has come.
final class PageTrainer {
  let trainer: Trainer
  var loss = 0.0
  var accuracy = 0.0

  init(_ trainer: Trainer) { self.trainer = trainer }
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

/// Learning that begins at the network's present numbers, by gradient descent, with `count` pictures of the network's
/// input shape and their classes; 0 where they do not fit.
@_expose(wasm, "trainer_new") @_cdecl("trainer_new")
func trainerNew(
  _ network: UnsafeMutableRawPointer, _ pixels: UnsafePointer<UInt8>, _ labels: UnsafePointer<UInt8>, _ count: Int32,
  _ batch: Int32, _ rate: Float, _ momentum: Float, _ decay: Float, _ seed: Int32
) -> UnsafeMutableRawPointer? {
  let page: PageNetwork = object(network)
  let shape = page.network.architecture.input
  var configuration = TrainingConfiguration()
  configuration.batch = Int(batch)
  configuration.learningRate = rate
  configuration.optimizer = .sgd(momentum: momentum, nesterov: false)
  configuration.weightDecay = decay
  configuration.seed = UInt64(UInt32(bitPattern: seed))
  guard
    let examples = try? Examples(
      channels: shape.channels, height: shape.height, width: shape.width,
      pixels: Array(UnsafeBufferPointer(start: pixels, count: Int(count) * shape.count)),
      labels: Array(UnsafeBufferPointer(start: labels, count: Int(count)))),
    let trainer = try? Trainer(page.network, examples: examples, configuration: configuration)
  else { return nil }
  return handle(PageTrainer(trainer))
}

/// Gives a trainer back.
@_expose(wasm, "trainer_release") @_cdecl("trainer_release")
func trainerRelease(_ trainer: UnsafeMutableRawPointer) {
  Unmanaged<PageTrainer>.fromOpaque(trainer).release()
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
    left -= 1
    return left > 0
  }
  switch report.ending {
  case .finished: return 1
  case .stopped: return 0
  case .diverged: return -1
  }
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
