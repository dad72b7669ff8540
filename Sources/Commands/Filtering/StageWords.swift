import CommandLineKit
import ConvolutionCore
import KernelFiles
import TextFormats

/// The stages of a pipeline, as they are typed: `edge relu max:2`.
struct StageWords {
  let stages: [Stage]
  /// Kernel files that were read.
  let files: [String]

  /// - Throws: `ValidationError` with the word that is no stage.
  static func parse(_ text: String, convolution: Convolution) throws -> StageWords {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard !words.isEmpty else {
      throw ValidationError("The pipeline is empty: name its stages, as \"edge relu max:2\"")
    }
    var stages: [Stage] = []
    var files: [String] = []
    for word in words {
      if let activation = Activation(argument: word), activation != .none {
        stages.append(Stage(name: word, operation: .activation(activation)))
      } else if let (kind, _) = Pooling.words.first(where: { word == $0.0 || word.hasPrefix("\($0.0):") }) {
        guard let pooling = Pooling(argument: word) else {
          throw ValidationError(
            "\"\(word)\" is no pooling: expected \(kind):WINDOW[:STRIDE], as \(kind):2 or \(kind):3:1")
        }
        try validatePooling(pooling)
        stages.append(Stage(name: word, operation: .pooling(pooling)))
      } else {
        let choice = try resolve(word)
        stages.append(Stage(name: choice.name, operation: .convolution(choice.kernel, convolution)))
        if let file = choice.file { files.append(file) }
      }
    }
    return StageWords(stages: stages, files: files)
  }

  private static func resolve(_ word: String) throws -> KernelChoice {
    do {
      return try KernelChoice.resolve(word)
    } catch let error as ValidationError {
      let names = Activation.words.dropFirst().map(\.0) + Pooling.words.map { "\($0.0):2" }
      guard !KernelLibrary.names.contains(word), let nearest = closest(to: word, among: names) else { throw error }
      throw ValidationError("Unknown stage \"\(word)\"; did you mean \"\(nearest)\"?")
    }
  }
}
