import CommandLineKit
import Datasets
import DrawingKit
import ModelFiles
import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension FilterSheet.Scaling: ExpressibleByArgument {}

/// What a figure that does not move is written as.
enum StillFormat: String, CaseIterable, ExpressibleByArgument {
  case png
  case svg
  case pdf

  var format: FigureFormat {
    switch self {
    case .png: .png
    case .svg: .svg
    case .pdf: .pdf
    }
  }
}

/// `cnnlab dump`: what a model has learned, as pictures and as kernels.
struct DumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Write what a model learned: filters as pictures and kernel files, and what it makes of a picture.",
    discussion: """
      Always: the filters of every convolution as a sheet and as kernel files that 'cnnlab
      filter' takes, and the pictures that excite filters and classes most, found by climbing
      the gradient. With --image: every layer's maps and nodes, saliency and occlusion map
      (all also as .npy), and probabilities. With --epochs: the filters through training, as
      picture and GIF. With --data: the patches of a data set that excite each filter most.

      Everything goes into one folder, and nothing is written unless all could be made.
      """)

  @Argument(
    help: ArgumentHelp("A model file, or a model inside the program.", valueName: "model"),
    completion: .file(extensions: ["safetensors"]))
  var model: String
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder (the model's name with -dump).", valueName: "folder"),
    completion: .file())
  var output: String?
  @Option(help: ArgumentHelp("A picture to run through the model.", valueName: "image"), completion: .file())
  var image: String?
  @Flag(help: "Only scale the picture to the network's size: no search for ink, no inversion.") var raw = false
  @Flag(help: "The filters through training, from the models that 'cnnlab train --snapshots' kept beside this one.")
  var epochs = false
  @Option(
    help: ArgumentHelp("Find the patches of a data set that excite each filter most.", valueName: "name|folder"),
    completion: .list(DatasetName.allCases.map(\.rawValue)))
  var data: String?
  @Option(help: ArgumentHelp("Pictures of the data set to look through; 0 for all.", valueName: "n")) var pictures =
    2000
  @Option(help: "What full colour stands for in a filter sheet: the layer's largest weight, or each filter's.")
  var scaling = FilterSheet.Scaling.shared
  @Option(help: "What the pictures are written as; the history is a GIF as well.") var format = StillFormat.png
  @Option(help: ArgumentHelp("Decides the noise that climbing begins with.", valueName: "n")) var seed: UInt64 = 1
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false

  mutating func validate() throws {
    if pictures < 0 { throw ValidationError("--pictures is \(pictures): it must be 0 or more") }
    if raw && image == nil { throw ValidationError("--raw belongs to --image") }
  }

  var needs: [OptionNeed] {
    [OptionNeed("--pictures", isMet: data != nil, "without --data, the pictures to look through")]
  }

  mutating func run() throws {
    let model = try Model(named: model)
    let stem = fileStem(self.model)
    let folder = output ?? "\(stem)-dump"
    if fileKind(folder) == .file { throw CommandFailure.file(FileError(.write, folder, code: ENOTDIR)) }
    var dump = ModelDump(model: model, name: stem, format: format.format)
    dump.addFilters(scaling: scaling)
    if epochs {
      let snapshots = try Snapshots(of: self.model)
      dump.addHistory(snapshots)
      if !snapshots.strangers.isEmpty {
        printError(
          "Warning: of another training under the same name, left out: \(snapshots.strangers.joined(separator: ", "))")
      }
    }
    if let image {
      dump.addPicture(try ShownPicture(image, for: model.input(isRaw: raw)).pixels, name: fileStem(image))
    }
    if let data { try dump.addPatches(of: DatasetSource(data), limit: pictures) }
    dump.addPreferences(seed: seed)
    let files = try dump.files(isQuiet: quiet)
    try files.write(to: folder)
    if !quiet { printOut(report(files, folder)) }
  }

  /// Each picture, and the kernel files and arrays by their number.
  private func report(_ files: GatheredFiles, _ folder: String) -> String {
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    let kernels = files.files.count { fileExtension($0.path) == "kernel" }
    let isLayer = { (path: String) in path.hasPrefix("layers/") && fileExtension(path) == "npy" }
    let arrays = files.files.count { isLayer($0.path) }
    var lines = files.files.map(\.path).filter { fileExtension($0) != "kernel" && !isLayer($0) }.map { start + $0 }
    if kernels > 0 { lines.append("\(start)kernels/  \(counted(kernels, "kernel file"))") }
    if arrays > 0 { lines.append("\(start)layers/  \(counted(arrays, "array"))") }
    return lines.joined(separator: "\n")
  }
}
