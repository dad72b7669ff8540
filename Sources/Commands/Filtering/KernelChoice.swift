import CommandLineKit
import ConvolutionCore
import KernelLibrary
import Platform

/// The kernels that a command line names.
struct KernelChoice {
  /// One kernel under the name that it bears in tables and in file names.
  struct Chosen {
    let name: String
    let fileName: String
    let kernel: Kernel
  }

  let kernels: [Chosen]
  /// Kernel files that were read, which no output may overwrite.
  let files: [String]

  /// The kernels of `KERNEL[,KERNEL…]` or `all`.
  static func resolve(_ list: String) throws -> KernelChoice {
    if list == "all" {
      return KernelChoice(
        kernels: KernelLibrary.all.map { Chosen(name: $0.name, fileName: fileSafe($0.name), kernel: $0.kernel) },
        files: [])
    }
    var kernels: [Chosen] = []
    var files: [String] = []
    for specification in KernelLibrary.specifications(in: list) {
      let (chosen, file) = try resolveOne(specification)
      // Matrices typed on the command line have no name of their own: the second is custom-2.
      let others = kernels.count { $0.name == custom || $0.name.hasPrefix("\(custom)-") }
      kernels.append(
        chosen.name == custom && others > 0
          ? Chosen(name: "\(custom)-\(others + 1)", fileName: "\(custom)-\(others + 1)", kernel: chosen.kernel)
          : chosen)
      if let file { files.append(file) }
    }
    return KernelChoice(kernels: kernels, files: files)
  }

  /// One kernel, and the file that it was read from.
  static func resolveOne(_ specification: String) throws -> (Chosen, file: String?) {
    do throws(KernelError) {
      let found = try KernelLibrary.resolve(specification)
      // A kernel of the program keeps the word it was called by: `edge` writes photo-edge.png, whatever it stands for.
      let name = !found.group.isEmpty ? specification : found.name == "matrix" ? custom : found.name
      let file = fileKind(specification) == .file ? specification : nil
      return (Chosen(name: name, fileName: fileSafe(name), kernel: found.kernel), file)
    } catch {
      throw failure(error)
    }
  }

  /// A file that cannot be read is a failure; anything else is wrong on the command line.
  static func failure(_ error: KernelError) -> any Error {
    switch error {
    case .file(let error): CommandFailure.file(error)
    case .inFile, .notText: CommandFailure.kernel(error)
    default: ValidationError(sentence(error))
    }
  }
}

/// The name of a matrix typed on the command line.
private let custom = "custom"
