import CommandLineKit
import ConvolutionCore
import KernelFiles
import SystemServices
import TextFormats

/// The stages of a pipeline, as they are typed: `edge relu max:2`, `0 -1 0; -1 5 -1; 0 -1 0 relu`.
package struct StageWords {
  let stages: [Stage]
  /// Kernel files that were read.
  let files: [String]
  /// How a kernel's text was understood, where that must be said.
  let remarks: [String]

  /// - Throws: `ValidationError` with the word that is no stage.
  static func parse(_ text: String, convolution: Convolution) throws -> StageWords {
    let words = parts(of: text)
    guard !words.isEmpty else {
      throw ValidationError("The pipeline is empty: name its stages, as \"edge relu max:2\"")
    }
    var stages: [Stage] = []
    var files: [String] = []
    var remarks: [String] = []
    var customCount = 0
    for word in words {
      if let activation = Activation(argument: word), activation != .none {
        stages.append(Stage(name: word, operation: .activation(activation)))
      } else if let (kind, _) = Pooling.words.first(where: { word == $0.0 || word.hasPrefix("\($0.0):") }) {
        guard let pooling = Pooling(argument: word) else {
          throw ValidationError(
            "\(word.quoted) is no pooling: expected \(kind):WINDOW[:STRIDE], as \(kind):2 or \(kind):3:1")
        }
        try validatePooling(pooling)
        stages.append(Stage(name: word, operation: .pooling(pooling)))
      } else {
        let choice = try resolve(word, among: words)
        if choice.name == KernelChoice.custom { customCount += 1 }
        let name = choice.name == KernelChoice.custom && customCount > 1 ? "\(choice.name)-\(customCount)" : choice.name
        stages.append(Stage(name: name, operation: choice.operation(convolution)))
        if let file = choice.file { files.append(file) }
        if let remark = choice.found.remark { remarks.append(remark) }
      }
    }
    return StageWords(stages: stages, files: files, remarks: remarks)
  }

  /// The words; numbers side by side and what stands in brackets are one, with all that is between them.
  package static func parts(of text: String) -> [String] {
    var parts: [Substring] = []
    var matrixIsOpen = false
    var depth = 0
    var isFactor = false
    for word in text.split(whereSeparator: \.isWhitespace) {
      let isNumeric = depth > 0 || (isOfMatrix(word) && !(matrixIsOpen && !isFactor && word.first == "["))
      if isNumeric && matrixIsOpen, let last = parts.last {
        parts[parts.count - 1] = text[last.startIndex..<word.endIndex]
      } else {
        parts.append(word)
      }
      if isNumeric || word.first == "[" {
        depth = max(0, depth + word.count(where: { "[{".contains($0) }) - word.count(where: { "]}".contains($0) }))
      }
      // What stands before a bracket belongs to it after "*" alone: "[1 2 1] [1; 2; 1]" is two stages.
      isFactor = isOperator(word) || word.last.map { "*×·".contains($0) } == true
      matrixIsOpen = depth > 0 || (isNumeric && word.last != "]") || isOperator(word)
    }
    return parts.map(String.init)
  }

  /// A number, several with commas between them, a sign of the matrix's own, or what begins with a bracket.
  private static func isOfMatrix(_ word: Substring) -> Bool {
    if isOperator(word) { return true }
    let bare = word.filter { $0 != ";" }
    return bare.isEmpty
      || (!bare.contains(where: { $0.isLetter && !"eExXsqrt".contains($0) })
        && KernelLibrary.isInlineMatrix(bare) && fileKind(String(word)) != .file)
  }

  private static func isOperator(_ word: Substring) -> Bool { ["*", "×", "·", "/"].contains(word) }

  private static func resolve(_ word: String, among words: [String]) throws -> KernelChoice {
    do {
      return try KernelChoice.resolve(word, takesGradients: true)
    } catch let error as ValidationError {
      if let hint = hint(word, among: words) { throw ValidationError(hint) }
      let names = Activation.words.dropFirst().map(\.0) + Pooling.words.map { "\($0.0):2" }
      guard !KernelLibrary.names.contains(word), let nearest = closest(to: word, among: names) else { throw error }
      throw ValidationError("Unknown stage \(word.quoted); did you mean \(nearest.quoted)?")
    }
  }

  /// What was meant by a word of another program, or by stages with commas between them.
  private static func hint(_ word: String, among words: [String]) -> String? {
    if let pooling = Pooling.meant(by: word) { return "Unknown stage \(word.quoted); did you mean \(pooling.quoted)?" }
    let letters = word.lowercased().filter(\.isLetter)
    if let activation = Activation.words.first(where: { $0.0.filter(\.isLetter) == letters }), word != activation.0 {
      return "Unknown stage \(word.quoted); did you mean \(activation.0.quoted)?"
    }
    let marks: Set<Character> = [",", "|", ">", "+", "→", "-"]
    let isMark = word.allSatisfy { marks.contains($0) }
    guard isMark || word.contains(where: { ",|>→".contains($0) }), !KernelLibrary.isInlineMatrix(word) || isMark
    else { return nil }
    let stages = words.flatMap { $0.split { marks.subtracting(["-", "+"]).contains($0) } }
      .filter { !$0.allSatisfy { marks.contains($0) } }
    return "\(word.quoted) is no stage: a pipeline has spaces between its stages, as "
      + stages.joined(separator: " ").quoted
  }
}
