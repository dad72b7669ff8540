import CommandLineKit
import ConvolutionCore
import KernelFiles
import SystemServices

/// A kernel that a command line names.
struct KernelChoice {
  /// The kernel and what is known about it.
  let found: NamedKernel
  /// In tables and file names: the word that called it where it is one of the program's, so that `edge` writes
  /// photo-edge.png; `custom` for a matrix without a name.
  let name: String
  /// The file that it was read from, which no output may overwrite.
  let file: String?

  /// Its part of an output's name.
  var fileName: String { fileSafe(name) }
  var kernel: Kernel { found.kernel }

  /// The gradient of two kernels that was named instead of one; ``found`` is then its first.
  var gradient: GradientOperator?

  /// The name of a matrix typed on the command line.
  static let custom = "custom"

  /// The stage that applies the kernel.
  func operation(_ convolution: Convolution) -> Stage.Operation {
    gradient.map { .gradient($0.gradient, convolution) } ?? .convolution(kernel, convolution)
  }

  /// The kernels of `KERNEL[,KERNEL…]` or `all`; gradients of two kernels among them where they may be.
  /// - Throws: `ValidationError` for what is wrong on the command line, `CommandFailure` for a file that cannot be read.
  static func resolve(list: String, takesGradients: Bool = false) throws -> [KernelChoice] {
    if list == "all" { return KernelLibrary.all.map { KernelChoice(found: $0, name: $0.name, file: nil) } }
    let specifications = KernelLibrary.specifications(in: list)
    let blank = specifications.filter { !$0.contains { !$0.isWhitespace && $0 != ";" } }
    if !blank.isEmpty && blank.count < specifications.count {
      throw ValidationError(sentence(KernelError.emptyName(list: list)))
    }
    var choices: [KernelChoice] = []
    var customCount = 0
    for specification in specifications {
      if let word = LearnedKernelWord(specification) {
        choices += try learned(word)
        continue
      }
      var choice = try resolve(specification, takesGradients: takesGradients)
      if choice.name == Self.custom {
        // Matrices typed on the command line have no name of their own: the second is custom-2.
        customCount += 1
        if customCount > 1 {
          choice = KernelChoice(found: choice.found, name: "\(Self.custom)-\(customCount)", file: choice.file)
        }
      }
      choices.append(choice)
    }
    return withOwnNames(choices)
  }

  /// The choices with a number behind the name of a kernel that another one, earlier in the list, has already.
  private static func withOwnNames(_ choices: [KernelChoice]) -> [KernelChoice] {
    var kernels: [PathKey: [Kernel]] = [:]
    return choices.map { choice in
      guard choice.gradient == nil else { return choice }
      let key = PathKey(choice.fileName)
      // The same kernel twice is a slip, and said to be one.
      guard let others = kernels[key], !others.contains(choice.kernel) else {
        kernels[key, default: []].append(choice.kernel)
        return choice
      }
      kernels[key, default: []].append(choice.kernel)
      return KernelChoice(found: choice.found, name: "\(choice.name)-\(others.count + 1)", file: choice.file)
    }
  }

  /// One kernel.
  static func resolve(_ specification: String, takesGradients: Bool = false) throws -> KernelChoice {
    if takesGradients, let gradient = GradientOperator(named: specification) {
      return KernelChoice(found: gradient.x, name: gradient.name, file: nil, gradient: gradient)
    }
    if let word = LearnedKernelWord(specification) {
      let choices = try learned(word)
      guard choices.count == 1 else { throw LearnedKernelFailure.wholeLayer(word, count: choices.count) }
      return choices[0]
    }
    do throws(KernelError) {
      guard specification.contains(where: { !$0.isWhitespace }) else { throw .emptyMatrix }
      let found = try KernelLibrary.resolve(specification)
      if !found.group.isEmpty { return KernelChoice(found: found, name: specification, file: nil) }
      return KernelChoice(
        found: found, name: found.name == "matrix" ? custom : found.name,
        file: fileKind(specification) == .file ? specification : nil)
    } catch {
      switch error {
      case .file(let error): throw CommandFailure.file(error)
      case .inFile, .notText: throw CommandFailure.kernel(error)
      default: throw ValidationError(sentence(error))
      }
    }
  }
}

extension KernelChoice {
  /// The filters of a model.
  private static func learned(_ word: LearnedKernelWord) throws -> [KernelChoice] {
    try word.kernels().map {
      KernelChoice(found: $0, name: $0.name, file: fileKind(word.model) == nil ? nil : word.model)
    }
  }
}
