import ConvolutionCore

/// A network by the definition of its layers, in double precision and one value at a time.
///
/// It is the oracle that the fast path is tested against, and small enough to run in a web page: no Foundation, no
/// existentials, no C library.
public struct ReferenceNetwork: Sendable {
  /// The layers and their shapes.
  public let architecture: Architecture
  /// The numbers of each parameter, in the order of the architecture.
  public var parameters: [[Double]]

  /// The same numbers as `network`.
  public init(_ network: Network) {
    architecture = network.architecture
    parameters = network.values.map { $0.map { Double($0) } }
  }

  /// What every layer makes of one picture.
  public func forward(_ input: ReferenceMap) -> [ReferenceMap] {
    forward(batch: [input], isTraining: false).map { $0[0] }
  }

  /// What every layer makes of each picture of a batch: [layer][picture]. While training, batch normalisation takes
  /// mean and variance from the batch; dropout does nothing.
  public func forward(batch: [ReferenceMap], isTraining: Bool) -> [[ReferenceMap]] {
    var maps: [[ReferenceMap]] = []
    for (index, node) in architecture.specification.nodes.enumerated() {
      var parameters = parameters[architecture.parameterRanges[index]]
      if isTraining {
        let first = node.inputs[0] < 0 ? batch : maps[node.inputs[0]]
        parameters = node.layer.trainingParameters(parameters, on: first)
      }
      var results: [ReferenceMap] = []
      for picture in 0..<batch.count {
        var inputs: [ReferenceMap] = []
        for source in node.inputs { inputs.append(source < 0 ? batch[picture] : maps[source][picture]) }
        results.append(node.layer.reference(inputs, architecture.shapes[index], parameters))
      }
      maps.append(results)
    }
    return maps
  }

  /// The mean loss of a batch. Targets are 1 for the class and 0 elsewhere, `smoothing` of them spread over all.
  public func loss(
    batch: [ReferenceMap], labels: [Int], loss: Loss, smoothing: Double = 0, isTraining: Bool = true
  ) -> Double {
    let maps = forward(batch: batch, isTraining: isTraining)
    let kind = architecture.specification.outputKind
    var sum = 0.0
    for (picture, label) in labels.enumerated() {
      let values = maps[maps.count - 1][picture].values
      sum += loss.value(label: label, count: values.count, kind: kind, smoothing: smoothing) { values[$0] }
    }
    return sum / Double(labels.count)
  }
}
