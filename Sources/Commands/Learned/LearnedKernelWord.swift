import KernelFiles
import ModelFiles
import SystemServices

/// A learned filter as the command line names it: `MODEL:LAYER:FILTER[:CHANNEL]`, counted from 0, or a whole layer as
/// `MODEL:LAYER`.
struct LearnedKernelWord: Equatable {
  /// A model file, or a model inside the program.
  let model: String
  let layer: String
  /// Filter and channel as they were written.
  let numbers: [String]
  let text: String

  /// Nil for a text that names no model.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1 else { return nil }
    let names = builtInModelNames
    func isModel(_ count: Int) -> Bool {
      let name = parts[..<count].joined(separator: ":")
      return names.contains(name) || fileExtension(name) == "safetensors"
    }
    guard let count = (1..<parts.count).first(where: isModel) ?? LearnedKernelWord.unknownModel(parts) else {
      return nil
    }
    model = parts[..<count].joined(separator: ":")
    layer = parts[count]
    numbers = Array(parts[(count + 1)...])
    self.text = text
  }

  /// `lenett:conv1:3`: a word, a layer's name and numbers are meant as a learned filter, whatever the model.
  private static func unknownModel(_ parts: [String]) -> Int? {
    let isMeant =
      parts.count >= 3 && parts[1].first?.isLetter == true && parts[2...].allSatisfy { Int($0) != nil }
      && !KernelLibrary.families.contains { $0.name == parts[0] }
    return isMeant ? 1 : nil
  }

  /// The filters that it names: one, or all of a layer with a single channel.
  func kernels() throws -> [NamedKernel] {
    let learned = LearnedKernels(try Model(named: model), name: fileStem(model))
    guard let layer = learned.layers.first(where: { $0.name == self.layer }) else {
      throw LearnedKernelFailure.unknownLayer(self, learned.layers)
    }
    guard numbers.count <= 2 else { throw LearnedKernelFailure.tooManyNumbers(self) }
    guard numbers.count == 2 || layer.channelCount == 1 else {
      throw LearnedKernelFailure.channelMissing(self, layer)
    }
    let filters = try numbers.isEmpty ? Array(0..<layer.filterCount) : [index(0, below: layer.filterCount, layer)]
    let channel = try numbers.count == 2 ? index(1, below: layer.channelCount, layer) : 0
    return filters.compactMap { learned.kernel(layer, $0, channel) }
  }

  private func index(_ position: Int, below count: Int, _ layer: LearnedKernels.Layer) throws -> Int {
    guard let index = Int(numbers[position]), index >= 0, index < count else {
      throw LearnedKernelFailure.outOfRange(self, layer, position: position, count: count)
    }
    return index
  }
}

/// What is wrong with a learned filter that was named; the wording is its `description`.
enum LearnedKernelFailure: Error {
  /// The model has no such convolution.
  case unknownLayer(LearnedKernelWord, [LearnedKernels.Layer])
  /// A filter or channel that the layer does not have.
  case outOfRange(LearnedKernelWord, LearnedKernels.Layer, position: Int, count: Int)
  /// A filter of several channels, of which one must be named.
  case channelMissing(LearnedKernelWord, LearnedKernels.Layer)
  /// More than a filter and a channel.
  case tooManyNumbers(LearnedKernelWord)
  /// A whole layer where one kernel is wanted.
  case wholeLayer(LearnedKernelWord, count: Int)
}

extension LearnedKernelFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .unknownLayer(let word, let layers):
      let known = layers.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
      return "\(word.text): the model \(word.model) has no convolution '\(word.layer)'; "
        + (known.isEmpty ? "it has none at all" : "it has \(known)")
    case .outOfRange(let word, let layer, let position, let count):
      let what = position == 0 ? "filter" : "channel"
      return
        "\(word.text): '\(word.numbers[position])' is no \(what) of \(layer.name), which has \(counted(count, what)): "
        + "expected 0\(count > 1 ? " to \(count - 1)" : "")"
    case .channelMissing(let word, let layer):
      let filter = word.numbers.first ?? "0"
      return
        "\(word.text): the filters of \(layer.name) have \(layer.channelCount) channels and a kernel has one: name it, "
        + "as \(word.model):\(layer.name):\(filter):0 (channels 0 to \(layer.channelCount - 1))"
    case .tooManyNumbers(let word):
      return "\(word.text): expected MODEL:LAYER:FILTER or MODEL:LAYER:FILTER:CHANNEL"
    case .wholeLayer(let word, let count):
      return "\(word.text) names \(count) filters, but one kernel is wanted here: name it, as \(word.text):0"
    }
  }
}
