import DrawingKit
import MessagePassing
import ModelFiles
import NetworkDescription
import TextFormats

/// What stops a training or a test; each case carries what was found.
enum TrainingFailure: Error, Equatable {
  /// As many pictures to validate as there are, or more.
  case validationTooLarge(Int, pictures: Int)
  /// A network whose shapes do not fit its pictures.
  case network(NetworkError, data: String)
  /// A network that takes more memory to train than the machine has, both in bytes.
  case tooLittleMemory(needed: Int, machine: Int)
  /// `--freeze` on a layer that is not there, or has nothing to learn.
  case nothingToFreeze(String, layers: [String])
  /// A network whose shapes do not fit each other.
  case shapes(NetworkError)
  /// The loss is no number; what was kept, if anything.
  case diverged(epoch: Int, step: Int, rate: Float, kept: KeptWeights?)
  /// A layer's values are no numbers any more for pictures to validate or to test with; what was kept, if anything.
  case overflowed(epoch: Int, layer: String, rate: Float, kept: KeptWeights?)
  /// Another of the processes that mpirun started has ended or does not answer; where this one saved, if it could.
  case lost(MessagePassingError, epoch: Int, step: Int, checkpoint: String?)
  /// Process `rank` has read other pictures, settings or weights than process 0.
  case processesDiffer(rank: Int)
  /// A checkpoint of a training that began otherwise.
  case originDiffers(String, saved: TrainingOrigin, given: TrainingOrigin)
  /// A checkpoint whose classes have other names.
  case resumedClassesDiffer(String, saved: [String], given: [String])
  /// A checkpoint that does not belong to this training.
  case checkpoint(String, NetworkError)
  /// A checkpoint of a training that is already beyond the epochs asked for.
  case nothingLeft(String, epochs: Int)
  /// A model and a data set with other classes.
  case classesDiffer(model: [String], data: [String], name: String)
  /// `--first-layer` or `--freeze` on a network without a convolution.
  case noConvolution
  /// No kernel of `--first-layer` is as small as the layer's.
  case kernelsTooLarge(width: Int, height: Int)
  /// The model of `--first-layer` has a first convolution of another shape, or none.
  case firstLayersDiffer(String, found: [Int]?, expected: [Int])
  /// A network without a window whose way over a map could be drawn.
  case noWindows
  /// A picture that cannot be drawn or written.
  case figure(FigureError)
  /// Two outputs in one file.
  case sameOutput(String, String)
}

/// The weights that a training which went wrong leaves behind.
struct KeptWeights: Equatable {
  let path: String
  /// The epoch at whose end they were, from 1.
  let epoch: Int
}

extension TrainingFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .validationTooLarge(let count, let pictures):
      "--validation keeps \(count) of \(pictures) pictures apart and leaves none to learn from; "
        + "give a smaller number, or 0 to learn from all"
    case .tooLittleMemory(let needed, let machine):
      "Training this network takes about \(gigabytes(needed)) of memory, and this machine has \(gigabytes(machine)); "
        + "use smaller layers or pictures, a smaller --batch, or fewer --threads"
    case .nothingToFreeze(let name, let layers):
      "The network has no layer '\(name)' to freeze; those with weights are \(layers.joined(separator: ", "))"
    case .network(.notFinite(let layer), let data):
      "\(data): the values of the layer '\(layer)' are beyond all numbers; the model's weights are too large, "
        + "teach it again with a smaller --learning-rate"
    case .network(let error, _) where error.isLimit, .shapes(let error) where error.isLimit:
      withoutFullStop(error.description)
    case .network(.invalidSetting(let name, let found, let expected), _):
      "\(name) is \(found); expected \(expected)"
    case .network(let error, let data):
      "The network does not fit the pictures of \(data): \(withoutFullStop(error.description))"
    case .shapes(let error):
      "The network's shapes do not fit: \(withoutFullStop(error.description))"
    case .diverged(let epoch, let step, let rate, let kept):
      "The loss is not a number any more in epoch \(epoch), step \(step), at a learning rate of \(rate). "
        + remains(kept)
    case .overflowed(let epoch, let layer, let rate, let kept):
      "The values of the layer '\(layer)' are beyond all numbers after epoch \(epoch), at a learning rate of \(rate). "
        + remains(kept)
    case .lost(let reason, let epoch, let step, let checkpoint):
      "The training ended in epoch \(epoch), step \(step): \(reason). "
        + (checkpoint.map { "To go on, give the same options and --resume \($0)" }
          ?? "To go on, --resume with the last checkpoint, if there is one")
    case .processesDiffer(let rank):
      "Process \(rank) begins with other pictures, options or weights than process 0; "
        + "give all the same command and the same files, on processors of one kind"
    case .originDiffers(let path, let saved, let given):
      "\(path): \(differences(saved, given)); resume with the options that the checkpoint was made with"
    case .resumedClassesDiffer(let path, let saved, let given):
      "\(path): its classes are \(saved.joined(separator: ", ")), but here \(given.joined(separator: ", ")); "
        + "resume with the --data that the checkpoint was made with"
    case .checkpoint(let path, .stateMismatch("the list of settings", let expected, let found)):
      "\(path): \(differences(found, expected)); resume with the options that the checkpoint was made with"
    case .checkpoint(let path, let error):
      "\(path): \(withoutFullStop(error.description)); resume with the options that the checkpoint was made with"
    case .nothingLeft(let path, let epochs):
      "\(path): its \(counted(epochs, "epoch")) \(epochs == 1 ? "is" : "are") done; ask for as many or more with --epochs"
    case .classesDiffer(let model, let data, let name):
      "The model tells apart \(model.joined(separator: ", ")), but \(name) has \(data.joined(separator: ", "))"
    case .noConvolution:
      "--first-layer needs a network with a convolution"
    case .kernelsTooLarge(let width, let height):
      "None of the kernels of --first-layer fits into the layer's \(height)×\(width)"
    case .firstLayersDiffer(let name, let found, let expected):
      "--first-layer \(name): its first convolution "
        + (found.map { "has \(filters($0))" } ?? "is missing") + ", but the network's has \(filters(expected))"
    case .noWindows:
      "There is nothing to draw: none of the layers is a convolution or a pooling"
    case .figure(let error):
      error.description
    case .sameOutput(let path, let options):
      "\(options) name the same file, \(path): name two"
    }
  }
}

/// What is left of a training that went wrong, and what to try.
private func remains(_ kept: KeptWeights?) -> String {
  (kept.map { "The last good weights, of epoch \($0.epoch), are in \($0.path). " } ?? "No epoch gave good weights. ")
    + "Try a smaller --learning-rate, or --schedule one-cycle, which rises slowly"
}

/// How two trainings began differently.
private func differences(_ saved: TrainingOrigin, _ given: TrainingOrigin) -> String {
  var parts: [String] = []
  if saved.pictures != given.pictures {
    let isSameName = saved.data == given.data
    parts.append(
      isSameName
        ? "the pictures of \(saved.data) are no more those that it began with"
        : "it learned from \(saved.data), but here is \(given.data)")
  }
  if saved.firstLayer != given.firstLayer {
    parts.append("its --first-layer is \(saved.firstLayer), but here \(given.firstLayer)")
  }
  if saved.initialization != given.initialization {
    parts.append("its --initialization is \(saved.initialization), but here \(given.initialization)")
  }
  return parts.joined(separator: "; ")
}

extension NetworkError {
  /// Whether a network is too large whatever the pictures.
  fileprivate var isLimit: Bool {
    if case .tooLarge = self { true } else { false }
  }
}

private func gigabytes(_ bytes: Int) -> String { "\(decimal(Double(bytes) / 1e9, 1)) GB" }

/// Of a shape O × I × kH × kW: `6 filters of 1×5×5`.
private func filters(_ shape: [Int]) -> String {
  "\(counted(shape[0], "filter")) of \(shape[1])×\(shape[2])×\(shape[3])"
}

/// Which of two lists of settings, each one line of JSON, differ: `its seed is 1, but here 2`.
private func differences(_ found: String, _ expected: String) -> String {
  guard let saved = members(found), let given = members(expected) else { return "its settings are of another version" }
  let names = given.map(\.0) + saved.map(\.0).filter { name in !given.contains { $0.0 == name } }
  func value(_ name: String, in list: [(String, JSONValue)]) -> String {
    list.first { $0.0 == name }?.1.compactText ?? "any"
  }
  return names.filter { value($0, in: saved) != value($0, in: given) }
    .map { name in
      let words = String(name.map { $0 == "_" ? " " : $0 })
      return "its \(words) is \(value(name, in: saved)), but here \(value(name, in: given))"
    }
    .joined(separator: "; ")
}

/// The settings of a training: an object of JSON, and behind it what the pixels are turned into.
private func members(_ text: String) -> [(String, JSONValue)]? {
  guard let end = text.lastIndex(of: "}") else { return nil }
  do {
    guard case .object(let members) = try JSONValue(parsing: Array(text[...end].utf8)) else { return nil }
    let rest = text[text.index(after: end)...].drop { $0 == " " }
    return members + [("normalization", .string(String(rest)))]
  } catch {
    return nil
  }
}
