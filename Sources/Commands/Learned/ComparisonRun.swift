import Comparison
import ConvolutionCore
import DrawingKit
import FilterReport
import KernelFiles
import MessagePassing
import ModelFiles
import NetworkDescription
import NetworkTraining

/// One comparison from the model to its report.
struct ComparisonRun {
  let model: Model
  let name: String
  let kernels: [(name: String, kernel: Kernel)]
  /// In gray.
  let photograph: Plane
  let seed: UInt64
  let threads: Int
  let command: String
  let isQuiet: Bool
  /// The processes that share the runs; nil where this is the only one.
  let team: ProcessTeam?

  /// Networks that learned nothing, whose first layers are the second null.
  private static let untrainedNetworks: UInt64 = 100
  /// Every kernel is laid at every place of a filter, and the span of all forms is taken: work that grows with the sixth
  /// power of the side.
  private static let largestSide = 13

  /// Throws where the first layer's filters cannot be compared.
  func checkFilters() throws(ComparisonFailure) {
    guard let layer = FirstLayer(model.network.architecture) else { throw .noConvolution(name) }
    let (height, width) = (layer.shape[2], layer.shape[3])
    guard max(height, width) <= ComparisonRun.largestSide else {
      throw .filtersTooLarge(width: width, height: height, limit: ComparisonRun.largestSide)
    }
    guard kernels.contains(where: { max($0.kernel.width, $0.kernel.height) <= min(width, height) }) else {
      throw .kernelsTooLarge(width: width, height: height)
    }
  }

  /// Compares and, where a size is given, experiments.
  func report(size: FirstLayerExperiment.Size?, data: Dataset?) throws -> ComparisonReport {
    let network = model.network
    try checkFilters()
    guard let layer = FirstLayer(network.architecture) else { throw ComparisonFailure.noConvolution(name) }
    // What cannot be done is said before anything is computed.
    if size != nil, let data { try check(data) }
    let untrained = (0..<ComparisonRun.untrainedNetworks).flatMap { number in
      layer.filters(of: Network(network.architecture, seed: seed &+ 1000 &+ number))
    }
    let comparison = FilterComparison(
      learned: layer.filters(of: network), untrained: untrained, kernels: kernels, seed: seed)
    let photographs: PhotographComparison
    do throws(ConvolutionError) {
      photographs = try PhotographComparison(comparison, picture: photograph)
    } catch {
      throw ComparisonFailure.photograph(error)
    }
    var experiment: FirstLayerExperiment?
    if let size, let data { experiment = try self.experiment(size, data) }
    do throws(FigureError) {
      return try ComparisonReport(
        title: "What \(name) learned, beside hand-designed kernels",
        introduction: introduction(layer, data), commands: commands, comparison: comparison, photograph: photographs,
        experiment: experiment)
    } catch {
      throw CommandFailure.figure(error)
    }
  }

  private func experiment(_ size: FirstLayerExperiment.Size, _ data: Dataset) throws -> FirstLayerExperiment {
    guard let test = data.test else { throw ComparisonFailure.noTestPart(data.name) }
    var designed: [Kernel] = []
    for name in designedBankNames { designed.append(try KernelLibrary.kernel(named: name).kernel) }
    var settings = TrainingConfiguration()
    settings.seed = seed
    settings.threads = threads
    // Gentle enough for every first layer: at the plain rate of 0.05 some trainings end with dead rectifiers.
    settings.learningRate = 0.02
    settings.warmUp = 0.1
    let all = size.seeds * 2 * FirstLayerExperiment.Origin.allCases.count
    let count = team?.count ?? 1
    // As process 0 has them: the first gets one more where they cannot be shared evenly.
    let runs = (all + count - 1) / count
    let bar = ItemProgress(total: runs, isVisible: !isQuiet)
    defer { bar.finish() }
    let experiment: FirstLayerExperiment?
    do throws(NetworkError) {
      experiment = try FirstLayerExperiment(
        learned: model.network, designed: designed, training: data.training, test: test, size: size,
        configuration: settings, team: team.map(TrainingTeam.init) ?? .alone
      ) { _, _ in bar.advance() }
    } catch {
      throw TrainingFailure.network(error, data: data.name)
    }
    guard let experiment else { throw team?.failure ?? MessagePassingError.othersGone }
    return experiment
  }

  /// Throws where the experiment cannot be made with these pictures.
  private func check(_ data: Dataset) throws {
    guard data.test != nil else { throw ComparisonFailure.noTestPart(data.name) }
    let shape = Shape(channels: data.training.channels, height: data.training.height, width: data.training.width)
    guard shape == model.network.architecture.input else {
      throw TrainingFailure.network(
        .inputShape(expected: model.network.architecture.input, found: shape), data: data.name)
    }
    guard data.classes == model.classes else {
      throw TrainingFailure.classesDiffer(model: model.classes, data: data.classes, name: data.name)
    }
  }

  /// The commands that make model and report again.
  private var commands: [(what: String, command: String)] {
    let teaching = model.record.map { [(what: "The command that taught the model:", command: $0.command)] } ?? []
    return teaching + [("The command that made this report (cnnlab \(version)):", command)]
  }

  /// What is compared, in plain words.
  private func introduction(_ layer: FirstLayer, _ data: Dataset?) -> [String] {
    var words = "The model \(name) is the network “\(model.network.specification.text)”"
    if let record = model.record, let accuracy = record.testAccuracy {
      words += ". It reads \(NumberText.percent(accuracy, decimals: 2)) of the test pictures of \(record.data) right"
    }
    var texts = [words + "."]
    if layer.shape[1] > 1 {
      texts.append(
        """
        Its first layer sees \(layer.shape[1]) channels. The filters below are the sums over them: what each filter \
        answers to a gray picture.
        """)
    }
    if let data { texts.append("The networks of the experiment learned and were tested on \(data.name).") }
    return texts
  }

  /// The findings in a few lines.
  func summary(_ report: ComparisonReport) -> String {
    let shown = ["matches.csv": [0, 1, 2, 5, 6], "arms.csv": [0, 1, 2]]
    return report.tables.compactMap { name, table -> String? in
      guard let columns = shown[name] else { return nil }
      var text = TextTable()
      text.add(columns.map { table.columns[$0] })
      for row in table.rows { text.add(columns.map { row[$0] }) }
      return table.caption + "\n" + text.text() + "\n"
    }.joined(separator: "\n")
  }
}

/// What stops a comparison; each case carries what was found.
enum ComparisonFailure: Error, Equatable {
  /// A network without a convolution.
  case noConvolution(String)
  /// No kernel is as small as the layer's.
  case kernelsTooLarge(width: Int, height: Int)
  /// Filters so large that the comparison would not end.
  case filtersTooLarge(width: Int, height: Int, limit: Int)
  /// A photograph that is too small.
  case photograph(ConvolutionError)
  /// A data set without pictures to test with.
  case noTestPart(String)
  /// A model that does not say what it was taught with.
  case noData
}

extension ComparisonFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .noConvolution(let name):
      "\(name) has no convolution, so there are no filters to compare"
    case .kernelsTooLarge(let width, let height):
      "None of the kernels fits into the layer's \(height)×\(width)"
    case .filtersTooLarge(let width, let height, let limit):
      "The first layer's filters are \(height)×\(width); filters of at most \(limit)×\(limit) are compared, as the work "
        + "grows with the sixth power of their side"
    case .photograph(let error):
      "The filters do not fit the photograph: \(error)"
    case .noTestPart(let name):
      "\(name) has no pictures to test with, which the experiment needs; name other --data, or give --no-experiment"
    case .noData:
      "The model does not say what it was taught with: name the experiment's --data, or give --no-experiment"
    }
  }
}
