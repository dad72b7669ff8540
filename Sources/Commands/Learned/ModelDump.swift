import Charts
import ConvolutionCore
import DrawingKit
import KernelFiles
import ModelFiles
import NetworkDescription
import NetworkEngine
import NetworkExplaining
import SystemServices
import Threading

/// What a dump is made of: parts that are computed one after another, with a bar over all of them.
struct ModelDump {
  let model: Model
  let name: String
  let format: FigureFormat
  let inference: Inference
  let learned: LearnedKernels
  /// Each makes some files.
  var parts: [(inout GatheredFiles) throws -> Void] = []

  init(model: Model, name: String, format: FigureFormat) {
    self.model = model
    self.name = name
    self.format = format
    inference = Inference(model.network)
    learned = LearnedKernels(model, name: name)
  }

  /// Computes everything.
  func files(isQuiet: Bool) throws -> GatheredFiles {
    var files = GatheredFiles()
    let bar = ItemProgress(total: parts.count, isVisible: !isQuiet)
    for part in parts {
      try part(&files)
      bar.advance()
    }
    bar.finish()
    return files
  }

  /// A figure as a file in the format asked for.
  func add(_ figure: Figure, _ stem: String, to files: inout GatheredFiles, format other: FigureFormat? = nil) throws {
    let format = other ?? self.format
    do throws(FigureError) {
      files.add("\(stem).\(format.rawValue)", try figure.rendered(as: format))
    } catch {
      throw CommandFailure.figure(error)
    }
  }

  /// The sheet of every convolution, and its kernels one by one.
  mutating func addFilters(scaling: FilterSheet.Scaling) {
    for layer in learned.layers {
      parts.append { [self] files in
        let filters = (0..<layer.filterCount).map { filter in
          (0..<layer.channelCount).map { layer.plane(filter, $0) }
        }
        let title = "Filters of \(layer.name) of \(name): \(layer.summary)"
        try add(.filterSheet(filters, title: title, scaling: scaling), "filters-\(layer.name)", to: &files)
        for filter in 0..<layer.filterCount {
          for channel in 0..<layer.channelCount {
            guard var kernel = learned.kernel(layer, filter, channel) else { continue }
            let number = layer.channelCount > 1 ? "\(filter)-\(channel)" : "\(filter)"
            kernel.name = fileSafe(kernel.name)
            files.add("kernels/\(layer.name)-\(number).kernel", text: kernel.fileText)
          }
        }
      }
    }
  }

  /// The filters of every convolution after each epoch.
  mutating func addHistory(_ snapshots: Snapshots) {
    for layer in learned.layers {
      parts.append { [self] files in
        let epochs = snapshots.epochs.map { snapshot in
          let then = LearnedKernels(snapshot.model, name: name).layers.first { $0.name == layer.name } ?? layer
          return (
            name: snapshot.epoch == 0 ? "start" : "epoch \(snapshot.epoch)",
            filters: (0..<then.filterCount).map { then.plane($0, 0) }
          )
        }
        let remark = layer.channelCount > 1 ? "channel 0 of the \(layer.channelCount) of each filter" : "the filters"
        let figure = Figure.filterHistory(
          epochs, title: "\(layer.name) of \(name) through training", remark: remark)
        try add(figure, "history-\(layer.name)", to: &files)
        try add(figure, "history-\(layer.name)", to: &files, format: .gif)
      }
    }
  }

  /// The pictures that excite filters and classes most, as climbing the gradient finds them.
  mutating func addPreferences(seed: UInt64) {
    let network = model.network
    for layer in learned.layers {
      let targets = (0..<layer.filterCount).map { PreferredInput.Target.filter(layer: layer.name, filter: $0) }
      addPreferences(
        targets, names: targets.indices.map { "\($0)" }, "preferred-\(layer.name)",
        title: "What excites the filters of \(layer.name) of \(name)",
        remark: """
          the part of a picture that one value of the map sees, climbed from mid-gray to a large value before the \
          activation function; below each the value, and that for mid-gray
          """, network, seed)
    }
    let outputs = model.classes.indices.map { PreferredInput.Target.output($0) }
    addPreferences(
      outputs, names: model.classes, "preferred-classes", title: "What excites the classes of \(name)",
      remark: """
        pictures climbed from mid-gray to a large output of each class before the softmax; they are no typical \
        members of it. Below each the output, and that for mid-gray
        """, network, seed)
  }

  private mutating func addPreferences(
    _ targets: [PreferredInput.Target], names: [String], _ stem: String, title: String, remark: String,
    _ network: Network, _ seed: UInt64
  ) {
    parts.append { [self] files in
      let found = parallelResults(targets.count) { index throws(NetworkError) in
        try PreferredInput(network, targets[index], seed: seed)
      }
      var pictures: [(picture: Pixels.Content, name: String)] = []
      for (name, result) in zip(names, found) {
        let input = try result.get()
        let value = "\(NumberText.short(input.value, decimals: 1)) (\(NumberText.short(input.grayValue, decimals: 1)))"
        pictures.append((input.content, "\(name)\n\(value)"))
      }
      try add(
        .preferredInputs(pictures, title: title, remark: remark, side: targets.count > 12 ? 48 : 72), stem, to: &files)
    }
  }
}

extension PreferredInput {
  /// The picture as figures show it.
  var content: Pixels.Content {
    pictureContent(pixels.map { Float(255 * $0) }, shape)
  }
}

/// A picture of C × H × W values 0…255: gray as it is, three channels as colours.
func pictureContent(_ values: [Float], _ shape: Shape) -> Pixels.Content {
  let area = shape.height * shape.width
  guard shape.channels == 3 else {
    return .map(Plane(width: shape.width, height: shape.height, values: Array(values.prefix(area))), .gray())
  }
  let bytes = (0..<area).flatMap { pixel in
    (0..<3).map { UInt8(max(0, min(255, values[$0 * area + pixel].rounded()))) }
  }
  return .raster(Raster(width: shape.width, height: shape.height, bytes: bytes))
}
