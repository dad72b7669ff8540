import CommandLineKit
import Comparison
import Datasets
import DrawingKit
import FilterReport
import KernelFiles
import MessagePassing
import ModelFiles
import NetworkDescription
import PictureFiles
import SystemServices
import TextFormats
import Threading
import TutorialFigures

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `cnnlab compare`: learned against hand-designed filters, in one report.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Hold a model's first layer against hand-designed kernels, in a report that says what it shows.",
    discussion: """
      Each learned filter beside the kernel it resembles most, with the same for untrained and
      random filters; the span of the designed kernels; Gabor fits; both banks on the same
      photograph; and an experiment: the rest of the network is trained on first layers that
      are learned, hand-designed, Gabor functions or random, frozen or not.

      The folder gets report.html, which needs no other file, its tables as CSV and its figures
      as SVG. The same command and data give the same bytes.
      """)

  @Argument(
    help: ArgumentHelp("A model file, or a model inside the program.", valueName: "model"),
    completion: .file(extensions: ["safetensors"]))
  var model: String
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder (the model's name with -comparison).", valueName: "folder"),
    completion: .file())
  var output: String?
  @Option(
    help: ArgumentHelp(
      "What the experiment's networks learn from (what the model did, or digits where that is not there).",
      valueName: "name|folder"), completion: .list(DatasetName.allCases.map(\.rawValue)))
  var data: String?
  @Option(
    help: ArgumentHelp("The photograph for both banks; by default the boat inside the program.", valueName: "image"),
    completion: .file())
  var image: String?
  @Option(help: ArgumentHelp("The hand-designed kernels to match with, or all.", valueName: "kernels"))
  var kernels = "all"
  @Flag(help: "The short experiment, for a lecture.") var quick = false
  @Flag(help: "Leave the experiment out.") var noExperiment = false
  @Option(help: ArgumentHelp("Runs of each arm of the experiment (10; quick: 5).", valueName: "n")) var seeds: Int?
  @Option(help: ArgumentHelp("Epochs of each run (4; quick: 2).", valueName: "n")) var epochs: Int?
  @Option(help: ArgumentHelp("Pictures to learn from (all; quick: 6000).", valueName: "n")) var pictures: Int?
  @Option(help: ArgumentHelp("Decides every random number.", valueName: "n")) var seed: UInt64 = 1
  @Option(help: ArgumentHelp("Threads; the result does not depend on them. By default one a core.", valueName: "n"))
  var threads: Int?
  @Flag(help: "Print the tables as JSON.") var json = false
  @Flag(name: .shortAndLong, help: "Print nothing but errors.") var quiet = false

  mutating func validate() throws {
    for (name, value, least) in [
      ("seeds", seeds, 2), ("epochs", epochs, 1), ("pictures", pictures, 100), ("threads", threads, 1),
    ] {
      if let value, value < least { throw ValidationError("--\(name) is \(value): it must be \(least) or more") }
    }
    if noExperiment && (quick || seeds != nil || epochs != nil || pictures != nil) {
      throw ValidationError("--no-experiment leaves out what --quick, --seeds, --epochs and --pictures are about")
    }
  }

  var needs: [OptionNeed] {
    ["--data", "--threads"].map {
      OptionNeed($0, isMet: !noExperiment, "with --no-experiment: it belongs to the experiment")
    }
  }

  mutating func run() throws {
    let command = self
    try withProcessTeam(patience: CompareCommand.patience) { team in try command.compare(team) }
  }

  /// Seconds for which processes of `mpirun` wait for each other: they have whole trainings to end.
  private static let patience = 3600

  private func compare(_ team: ProcessTeam?) throws {
    let (run, folder) = try agreed(team) { try prepared(team) }
    let size = noExperiment ? nil : self.size
    let data = try agreed(team) { try size.map { _ in try source(run.model) } }
    let report = try run.report(size: size, data: data)
    guard team.map({ $0.rank == 0 }) ?? true else { return }
    try write(report, of: run, to: folder)
  }

  private func prepared(_ team: ProcessTeam?) throws -> (ComparisonRun, folder: String) {
    let folder = output ?? "\(fileStem(model))-comparison"
    if fileKind(folder) == .file { throw CommandFailure.file(FileError(.write, folder, code: ENOTDIR)) }
    let model = try Model(named: model)
    let named = try KernelChoice.resolve(list: kernels).map { (name: $0.name, kernel: $0.kernel) }
    var inputs = FigureInputs()
    if let image {
      do throws(ImageError) {
        inputs.image = (try PictureReader.read(image), image)
      } catch {
        throw CommandFailure.picture(image, error)
      }
    }
    let run = ComparisonRun(
      model: model, name: fileStem(self.model), kernels: named, photograph: inputs.gray(columns: 300),
      seed: seed, threads: threads ?? team?.coresOfProcess ?? coreCount, command: commandLine,
      isQuiet: quiet || json || team?.rank ?? 0 > 0, team: team)
    try run.checkFilters()
    return (run, folder)
  }

  private func write(_ report: ComparisonReport, of run: ComparisonRun, to folder: String) throws {
    var files = GatheredFiles()
    files.add("report.html", text: report.html)
    for (name, table) in report.tables { files.add(name, text: table.csv) }
    for (name, bytes) in report.figures { files.add("figures/\(name).svg", bytes) }
    try files.write(to: folder)
    if json {
      printOut(JSONValue.object(report.tables.map { (fileStem($0.name), $0.table.json) }).text)
    } else if !quiet {
      let start = folder.hasSuffix("/") ? folder : folder + "/"
      printOut(run.summary(report) + "\n" + files.files.map { start + $0.path }.joined(separator: "\n"))
    }
  }

  private var size: FirstLayerExperiment.Size {
    var size = quick ? FirstLayerExperiment.Size.quick : .full
    if let seeds { size.seeds = seeds }
    if let epochs { size.epochs = epochs }
    if let pictures { size.pictures = pictures }
    return size
  }

  /// The data asked for; else those that the model was taught with, else drawn digits for a model that reads digits.
  private func source(_ model: Model) throws -> Dataset {
    if let data { return try readDataset(DatasetSource(data)) }
    var failure: (any Error)?
    if let name = model.record?.data {
      do { return try readDataset(DatasetSource(name)) } catch { failure = error }
    }
    let input = model.network.architecture.input
    if model.classes == DatasetName.digits.classes, (input.channels, input.height, input.width) == (1, 28, 28) {
      return try readDataset(.named(.digits))
    }
    if let failure { throw failure }
    throw ComparisonFailure.noData
  }

  /// The command that makes the same report anywhere.
  private var commandLine: String {
    var words = ["cnnlab", "compare", model]
    func add(_ name: String, _ value: String?) {
      if let value { words += ["--\(name)", value] }
    }
    add("data", data)
    add("image", image)
    add("kernels", kernels == "all" ? nil : kernels)
    if quick { words.append("--quick") }
    if noExperiment { words.append("--no-experiment") }
    add("seeds", seeds.map { "\($0)" })
    add("epochs", epochs.map { "\($0)" })
    add("pictures", pictures.map { "\($0)" })
    add("seed", "\(seed)")
    return words.map(shellWord).joined(separator: " ")
  }
}

extension ReportTable {
  /// One object a row; numbers as numbers.
  var json: JSONValue {
    .array(
      rows.map { row in
        .object(
          zip(columns, row).map { column, cell in
            let plain = String(cell.map { $0 == "−" ? "-" : $0 })
            return (column, Double(plain).map { .number($0) } ?? .string(cell))
          })
      })
  }
}
