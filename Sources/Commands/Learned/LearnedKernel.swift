import ConvolutionCore
import KernelFiles
import ModelFiles
import NetworkDescription

/// The kernels of a model's convolutions, as `filter` takes them.
struct LearnedKernels {
  /// One convolution: O filters of I channels each.
  struct Layer {
    let name: String
    /// O × I × kH × kW.
    let shape: [Int]
    let weights: [Float]

    var filterCount: Int { shape[0] }
    var channelCount: Int { shape[1] }

    /// Channel `channel` of filter `filter`.
    func plane(_ filter: Int, _ channel: Int) -> Plane {
      let area = shape[2] * shape[3]
      let start = (filter * channelCount + channel) * area
      return Plane(width: shape[3], height: shape[2], values: Array(weights[start..<start + area]))
    }

    /// `6 filters 5×5`, `16 filters 5×5 of 6 channels`.
    var summary: String {
      "\(counted(filterCount, "filter")) \(shape[2])×\(shape[3])"
        + (channelCount > 1 ? " of \(channelCount) channels" : "")
    }
  }

  /// What the model is called in names: the stem of its file, or its name inside the program.
  let modelName: String
  let layers: [Layer]
  private let record: TrainingRecord?

  init(_ model: Model, name: String) {
    modelName = name
    record = model.record
    let network = model.network
    layers = network.specification.nodes.compactMap { node in
      guard case .convolution = node.layer, let weights = network[node.name + ".weight"],
        let shape = network.architecture.parameters.first(where: { $0.name == node.name + ".weight" })?.shape
      else { return nil }
      return Layer(name: node.name, shape: shape, weights: weights)
    }
  }

  /// One channel of a filter with where it comes from; nil where its weights are no kernel.
  func kernel(_ layer: Layer, _ filter: Int, _ channel: Int) -> NamedKernel? {
    let plane = layer.plane(filter, channel)
    guard let kernel = try? Kernel(width: plane.width, height: plane.height, numerators: plane.values) else {
      return nil
    }
    var name = "\(modelName):\(layer.name):\(filter)"
    var description = "Filter \(filter) of \(layer.name) of the model \(modelName)"
    if layer.channelCount > 1 {
      name += ":\(channel)"
      description += ", its channel \(channel) of \(layer.channelCount)"
    }
    return NamedKernel(
      name: name, description: description + ", counted from 0.", source: provenance, kernel: kernel)
  }

  /// How the model was made.
  var provenance: String {
    guard let record else { return "learned; the model does not say how" }
    return "learned by \(record.command) (cnnlab \(record.version))"
  }
}
