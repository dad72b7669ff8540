import CommandLineKit
import ModelFiles
import NetworkDescription
import NetworkInterchange
import SystemServices

/// `cnnlab import`: a model of another program.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Read a network of another program: ONNX, or weights of PyTorch, NumPy or Keras.",
    discussion: """
      An ONNX file holds the whole network. safetensors, npz and Keras's .weights.h5 hold
      weights alone, and --as says whose they are: a name or a SPEC, for which --input gives
      the pictures' shape. Arrays are found by name, else by shape in the order of the layers.
      Every transposition and folding is said. Pictures are taken as pixels from 0 to 1 unless
      the graph does something else with them first.
      """)

  @Argument(
    help: ArgumentHelp("The file.", valueName: "file"),
    completion: .file(extensions: ["onnx", "safetensors", "npz", "h5"]))
  var file: String
  @Option(
    name: .customLong("as"), help: ArgumentHelp("The network that the weights belong to.", valueName: "name|spec"))
  var network: String?
  @Option(
    help: ArgumentHelp("Shape of its pictures, as 32x32 or 3x32x32 (the network's usual one).", valueName: "[Cx]HxW"))
  var input: ShapeWord?
  @Option(
    help: ArgumentHelp("What each output stands for, with commas (0, 1, …).", valueName: "names"))
  var classes: String?
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The model file (the file's name).", valueName: "model.safetensors"),
    completion: .file(extensions: ["safetensors"]))
  var output: String?
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false

  mutating func validate() throws {
    if input != nil && network == nil { throw ValidationError("--input belongs to --as") }
  }

  mutating func run() throws {
    let imported = try ForeignModel.read(file, architecture: architecture())
    var model = imported.model
    if let classes {
      let names = classes.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard names.count == model.classes.count else {
        throw InterchangeFailure.classes(found: names.count, outputs: model.classes.count)
      }
      model.classes = names
    }
    let path = output ?? "\(fileStem(file)).safetensors"
    if isSameFile(path, file) { throw CommandFailure.outputIsInput(path, file) }
    try model.write(to: path)
    if !quiet && path != "-" { printOut(report(model, imported.notes, path)) }
  }

  private func architecture() throws -> Architecture? {
    guard let network else { return nil }
    let choice = try NetworkChoice(network)
    let shape = input?.shape ?? choice.usualInput
    do throws(NetworkError) {
      return try Architecture(choice.specification, input: shape)
    } catch {
      throw TrainingFailure.shapes(error)
    }
  }

  private func report(_ model: Model, _ notes: [String], _ path: String) -> String {
    let architecture = model.network.architecture
    return
      ([
        "Network  \(architecture.specification.text)",
        "         \(thousands(architecture.parameterCount)) parameters, pictures of \(architecture.input.text), "
          + "\(model.classes.count) classes",
      ] + notes.map { "Note     \($0)" } + ["Wrote    \(path)"]).joined(separator: "\n")
  }
}
