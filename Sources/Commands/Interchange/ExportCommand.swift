import CommandLineKit
import InterchangeFiles
import ModelFiles
import NetworkInterchange
import SystemServices

/// `cnnlab export`: a model for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a model for PyTorch, Keras or anything that reads ONNX, safetensors or NumPy.",
    discussion: """
      onnx is a graph with its weights; its input is N × C × H × W pixels from 0 to 1, the
      batch's size is free. safetensors and npz hold the weights under PyTorch's names.
      pytorch and keras write a readable Python module that loads the weights, which are
      written beside it. 'cnnlab import' reads onnx, safetensors and npz back without the
      loss of a bit.
      """)

  @Argument(
    help: ArgumentHelp("A model file, or a model inside the program.", valueName: "model"),
    completion: .file(extensions: ["safetensors"]))
  var model: String
  @Option(help: "What to write.") var to: ExportFormat
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file (the model's name with the format's ending).", valueName: "file"),
    completion: .file())
  var output: String?
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false

  mutating func validate() throws {
    if let output, output != "-", fileExtension(output) != to.fileExtension {
      throw ValidationError("-o \(output): --to \(to.rawValue) writes a file that ends in .\(to.fileExtension)")
    }
    if output == "-", to == .pytorch || to == .keras {
      throw ValidationError("--to \(to.rawValue) writes two files: name the source with -o")
    }
  }

  mutating func run() throws {
    let model = try Model(named: model)
    let stem = fileStem(self.model)
    let path = output ?? to.usualPath(stem)
    let name = path == "-" ? stem : fileStem(path)
    switch to {
    case .onnx:
      try write([
        (
          path,
          try encoded { () throws(InterchangeError) in
            try ONNXModel(model, name: name, producer: "cnnlab \(version)").encoded()
          }
        )
      ])
    case .safetensors: try write([(path, model.encoded)])
    case .npz: try write([(path, try encoded { () throws(InterchangeError) in try NPZFile.encode(model) })])
    case .pytorch:
      let weights = folder(path) + "\(name).safetensors"
      let source = PyTorchSource(model, name: stem, weights: fileName(weights)).text
      // The model may lie there already, under that very name.
      try write(
        [(path, Array(source.utf8))] + (isSameFile(weights, self.model) ? [] : [(weights, model.encoded)]))
    case .keras:
      let weights = folder(path) + "\(name).npz"
      let source = KerasSource(model, name: stem, weights: fileName(weights)).text
      let arrays = try encoded { () throws(InterchangeError) in try NPZFile.encode(model) }
      try write([(path, Array(source.utf8)), (weights, arrays)])
    }
  }

  private func folder(_ path: String) -> String { String(path.dropLast(fileName(path).count)) }

  private func encoded(_ make: () throws(InterchangeError) -> [UInt8]) throws -> [UInt8] {
    do { return try make() } catch { throw InterchangeFailure.foreign(model, .file(error)) }
  }

  private func write(_ files: [(path: String, bytes: [UInt8])]) throws {
    for (path, _) in files where isSameFile(path, model) { throw CommandFailure.outputIsInput(path, model) }
    for (path, bytes) in files {
      do throws(FileError) {
        try writeFile(path, bytes)
      } catch {
        throw CommandFailure.file(error)
      }
      if !quiet && path != "-" { printOut("\(path)  \(thousands(bytes.count)) bytes") }
    }
  }
}
