import CommandLineKit
import DrawingKit
import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files that a training writes.
struct TrainingOutput: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The model's file; by default the network's name with .safetensors.", valueName: "path"),
    completion: .file(extensions: ["safetensors"]))
  var output: String?
  @Option(
    help: ArgumentHelp("Save the training here after every epoch and every ten seconds.", valueName: "file"),
    completion: .file())
  var checkpoint: String?
  @Option(
    help: ArgumentHelp("Go on from a checkpoint, with the options it was made with.", valueName: "file"),
    completion: .file())
  var resume: String?
  @Flag(help: "Keep the model before the first and after every epoch too: MODEL-epoch-0.safetensors, ….")
  var snapshots = false
  @Option(
    help: ArgumentHelp("Draw loss and accuracy over the epochs: .png, .svg or .pdf.", valueName: "file"),
    completion: .file())
  var curves: String?
  @Option(
    help: ArgumentHelp("Write what each epoch measured as CSV.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var log: String?

  mutating func validate() throws {
    if let curves {
      do throws(FigureError) {
        _ = try FigureFormat(path: curves)
      } catch {
        throw ValidationError("--curves \(error.description)")
      }
    }
  }

  /// Where the model goes.
  func model(_ network: NetworkChoice) -> String { output ?? "\(network.name).safetensors" }

  /// Where a training goes that is interrupted: to its checkpoint, else beside the model.
  func interrupted(_ model: String) -> String { checkpoint ?? "\(withoutExtension(model)).checkpoint" }

  /// The file of one epoch's model.
  func snapshot(_ model: String, epoch: Int) -> String { "\(withoutExtension(model))-epoch-\(epoch).safetensors" }

  /// Refuses what could not be written after hours of training.
  func check(model: String) throws {
    let files = [("-o", model), ("--checkpoint", checkpoint), ("--curves", curves), ("--log", log)]
      .compactMap { name, path in path.map { (name, $0) } }
    for (index, (name, path)) in files.enumerated() {
      for (other, second) in files[..<index] where second == path || isSameFile(second, path) {
        throw TrainingFailure.sameOutput(path, "\(other) and \(name)")
      }
      let folder = parentFolder(path)
      if fileKind(path) == .folder { throw CommandFailure.file(FileError(.write, path, code: EISDIR)) }
      if path != "-" && access(folder, W_OK) != 0 { throw CommandFailure.file(FileError(.write, path, code: errno)) }
    }
  }

  private func withoutExtension(_ path: String) -> String {
    let ending = fileExtension(path)
    return ending.isEmpty ? path : String(path.dropLast(ending.count + 1))
  }
}
