import ConvolutionCore

/// A network with its parameters: what training changes, model files keep and inference runs.
///
/// Parameters lie as PyTorch orders them (O × I × kH × kW, O × I, O) and bear its names (`conv1.weight`).
public struct Network: Sendable, Equatable {
  /// The layers, their shapes and costs.
  public let architecture: Architecture
  /// What pixels are turned into before the first layer.
  public var normalization: Normalization
  /// The numbers of each of the architecture's parameters, in that order.
  public private(set) var values: [[Float]]

  /// A network with random parameters: the same seed gives the same numbers on every machine.
  public init(
    _ architecture: Architecture, initialization: Initialization = .he, seed: UInt64 = 1,
    normalization: Normalization = .unit
  ) {
    self.architecture = architecture
    self.normalization = normalization
    let parameters = architecture.parameters
    let last = parameters.lastIndex { $0.role == .weight && $0.fanIn > 0 } ?? parameters.count
    values = parameters.enumerated().map { index, parameter in
      initialization.values(of: parameter, isLast: index >= last, seed: seed, stream: UInt64(index))
    }
    for (index, node) in architecture.specification.nodes.enumerated() {
      guard case .convolution(let layer) = node.layer, let table = layer.connections else { continue }
      let first = architecture.parameterRanges[index].lowerBound
      let area = layer.kernel.width * layer.kernel.height
      for output in 0..<table.outputs {
        for input in 0..<table.inputs where !table.joins(input: input, output: output) {
          let start = (output * table.inputs + input) * area
          for i in start..<start + area { values[first][i] = 0 }
        }
      }
    }
  }

  /// A network with given numbers, one array for each of the architecture's parameters; throws what does not fit.
  public init(
    _ architecture: Architecture, values: [[Float]], normalization: Normalization
  ) throws(NetworkError) {
    for (index, parameter) in architecture.parameters.enumerated() {
      let count = index < values.count ? values[index].count : 0
      guard count == parameter.count else {
        throw .parameterShape(parameter.name, expected: parameter.shape, found: [count])
      }
    }
    self.architecture = architecture
    self.normalization = normalization
    self.values = values
  }

  /// What the layers are.
  public var specification: NetworkSpecification { architecture.specification }

  /// The numbers of the parameter called `name`; nil when there is none.
  public subscript(name: String) -> [Float]? {
    architecture.parameters.firstIndex { $0.name == name }.map { values[$0] }
  }

  /// Puts numbers into the parameter called `name`; throws when there is none or the count does not fit.
  public mutating func set(_ name: String, to numbers: [Float]) throws(NetworkError) {
    guard let index = architecture.parameters.firstIndex(where: { $0.name == name }) else {
      throw .unknownParameter(name)
    }
    let expected = architecture.parameters[index]
    guard numbers.count == expected.count else {
      throw .parameterShape(name, expected: expected.shape, found: [numbers.count])
    }
    values[index] = numbers
  }

  /// The same network with other numbers, one array for each parameter of the architecture and of its count.
  package func with(_ values: [[Float]]) -> Network {
    var network = self
    network.values = values
    return network
  }
}
