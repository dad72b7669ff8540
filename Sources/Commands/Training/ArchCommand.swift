import Charts
import CommandLineKit
import DrawingKit
import ModelFiles
import NetworkDescription
import SystemServices
import TextFormats

/// `cnnlab arch`: what each layer makes of a picture, and what it costs.
struct ArchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "arch",
    abstract: "Print a network's layers: output shape, parameters, multiply-adds, receptive field.",
    discussion: """
      Without a network, the named ones are listed. Shapes are channels × rows × columns. A
      multiply-add is one multiplication and one addition for one picture. The receptive
      field is the part of the picture that one value sees, rows × columns.

      For layers that you write, the table is followed by the reason for each size: the
      formula with its numbers, and the rows and columns that drop out; --why says it of
      named networks and models too.
      """)

  @Argument(
    help: ArgumentHelp("A network's name, its layers, or a model file.", valueName: "name|spec|model"),
    completion: .list(NamedNetwork.all.map(\.name)))
  var network: String?
  @Option(
    help: ArgumentHelp(
      "Shape of the pictures, as 32x32 or 3x32x32 (that of the data it is meant for).", valueName: "[Cx]HxW"))
  var input: ShapeWord?
  @Option(help: ArgumentHelp("Outputs of the last layer (named networks: 10; convnet4: 4).", valueName: "n"))
  var classes: Int?
  @Flag(help: "Say why each layer's maps have their size.") var why = false
  @Option(
    help: ArgumentHelp("Draw how windows go over the maps: png, svg or pdf.", valueName: "file"), completion: .file())
  var picture: String?
  @Flag(help: "Print JSON.") var json = false

  mutating func validate() throws {
    if picture != nil, network == nil { throw ValidationError("--picture needs a network to draw") }
    if let classes, !(1...65536).contains(classes) {
      throw ValidationError("--classes is \(classes): it must be 1 to 65536")
    }
  }

  var needs: [OptionNeed] {
    guard let network else {
      let reason = "in the list of networks: name one"
      return ["--input", "--classes", "--why"].map { OptionNeed($0, isMet: false, reason) }
    }
    let isModel = ArchCommand.isModel(network)
    let reason = "with the model \(network.quoted), which has its shapes already"
    return [
      OptionNeed("--input", isMet: !isModel, reason), OptionNeed("--classes", isMet: !isModel, reason),
      OptionNeed("--why", isMet: !json, "with --json, which has every number of the formula"),
    ]
  }

  /// A page of more is longer than programs show.
  private static let mostDrawn = 50

  private static func isModel(_ network: String) -> Bool {
    fileKind(network) == .file || builtInModelNames.contains(network)
  }

  mutating func run() throws {
    guard let network else {
      printOut(json ? JSONValue.array(try NamedNetwork.all.map { try summary($0) }).text : try list())
      return
    }
    let (name, architecture) = try architecture(network)
    let sizes = SizeExplanation(architecture)
    if let picture { try draw(sizes, to: picture) }
    if json {
      printOut(description(name, architecture).text)
    } else {
      let reasons = (why || name == "network") && !sizes.steps.isEmpty ? "\n\n" + sizes.text : ""
      printOut(table(name, architecture) + reasons)
    }
  }

  private func draw(_ sizes: SizeExplanation, to path: String) throws {
    guard !sizes.steps.isEmpty else { throw TrainingFailure.noWindows }
    guard sizes.steps.count <= ArchCommand.mostDrawn else {
      throw ValidationError(
        "--picture draws \(ArchCommand.mostDrawn) windows at most, but the network has \(sizes.steps.count)")
    }
    let figure = SizeFigure.figure(sizes.steps.map(\.entry))
    do throws(FigureError) {
      try figure.write(to: path)
    } catch {
      throw TrainingFailure.figure(error)
    }
  }

  private func architecture(_ text: String) throws -> (name: String, Architecture) {
    if ArchCommand.isModel(text) {
      return (text, try ForeignModel.model(named: text).network.architecture)
    }
    let choice = try NetworkChoice(text)
    do throws(NetworkError) {
      let specification = classes.map { choice.specification.withOutputs($0) } ?? choice.specification
      return (choice.name, try Architecture(specification, input: input?.shape ?? choice.usualInput))
    } catch {
      throw TrainingFailure.shapes(error)
    }
  }

  private func list() throws -> String {
    var table = TextTable(numbersFrom: 3)
    table.add(["network", "year", "pictures", "parameters", "multiply-adds"])
    for network in NamedNetwork.all {
      let architecture = try Architecture(network.specification, input: network.input)
      table.add([
        network.name, network.year.map { "\($0)" } ?? "", network.input.text, thousands(architecture.parameterCount),
        thousands(architecture.multiplyAdds),
      ])
    }
    let lines = table.text().split(separator: "\n")
    return zip([""] + NamedNetwork.all.map(\.summary), lines)
      .map { $0.isEmpty ? "\($1)" : "\($1)  \($0)" }.joined(separator: "\n")
  }

  private func table(_ name: String, _ architecture: Architecture) -> String {
    var table = TextTable(numbersFrom: 3)
    table.add(["layer", "", "output", "parameters", "multiply-adds", "sees"])
    table.add(["input", "", architecture.input.text, "", "", ""])
    for row in architecture.rows {
      let field = row.receptiveField
      table.add([
        row.name, row.layer, row.output.text, row.parameters == 0 ? "" : thousands(row.parameters),
        row.multiplyAdds == 0 ? "" : thousands(row.multiplyAdds),
        // Beyond the picture there is nothing to see.
        "\(min(field.height, architecture.input.height))×\(min(field.width, architecture.input.width))",
      ])
    }
    return table.text()
      + "\n\n\(name): \(thousands(architecture.parameterCount)) parameters, "
      + "\(thousands(architecture.multiplyAdds)) multiply-adds a picture"
  }

  private func summary(_ network: NamedNetwork) throws -> JSONValue {
    let architecture = try Architecture(network.specification, input: network.input)
    return .object([
      ("name", .string(network.name)), ("year", network.year.map { .number($0) } ?? .null),
      ("summary", .string(network.summary)), ("input", numbers(network.input)),
      ("spec", .string(architecture.specification.text)), ("parameters", .number(architecture.parameterCount)),
      ("multiply_adds", .number(architecture.multiplyAdds)),
    ])
  }

  private func description(_ name: String, _ architecture: Architecture) -> JSONValue {
    .object([
      ("name", .string(name)), ("spec", .string(architecture.specification.text)),
      ("input", numbers(architecture.input)), ("parameters", .number(architecture.parameterCount)),
      ("multiply_adds", .number(architecture.multiplyAdds)),
      (
        "layers",
        .array(
          architecture.rows.enumerated().map { index, row in
            .object([
              ("name", .string(row.name)), ("layer", .string(row.layer)), ("output", numbers(row.output)),
              ("parameters", .number(row.parameters)), ("multiply_adds", .number(row.multiplyAdds)),
              (
                "arrays",
                .object(
                  architecture.parameters(of: index).map { ($0.name, .array($0.shape.map { .number($0) })) })
              ),
              (
                "receptive_field",
                .array([.number(row.receptiveField.height), .number(row.receptiveField.width)])
              ),
            ])
          })
      ),
    ])
  }

  private func numbers(_ shape: Shape) -> JSONValue {
    .array([.number(shape.channels), .number(shape.height), .number(shape.width)])
  }
}

/// A picture's shape as `3x32x32`; `28x28` is one channel.
struct ShapeWord: ExpressibleByArgument {
  let shape: Shape

  init?(argument: String) {
    var parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 2 { parts.insert(1, at: 0) }
    guard parts.count == 3, let channels = parts[0], let height = parts[1], let width = parts[2],
      [channels, height, width].allSatisfy({ (1...65536).contains($0) })
    else { return nil }
    shape = Shape(channels: channels, height: height, width: width)
  }

  var defaultValueDescription: String { "\(shape.channels)x\(shape.height)x\(shape.width)" }
}
