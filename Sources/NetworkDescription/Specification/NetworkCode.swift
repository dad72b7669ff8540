import ConvolutionCore

/// A network as whole numbers: what a page hands to WebAssembly, which so reads no text.
///
/// For each node: the layer's number, the number of its inputs, the inputs (−1 for the picture), then the layer's own
/// numbers, as many as that layer has. Floats stand as their 32 bits. Names are not kept; the decoded ones are the usual.
extension NetworkSpecification {
  /// The network as whole numbers.
  public var code: [Int32] {
    var code: [Int32] = []
    for node in nodes {
      let (kind, numbers) = node.layer.code
      code.append(kind)
      code.append(Int32(node.inputs.count))
      for input in node.inputs { code.append(Int32(input)) }
      code += numbers
    }
    return code
  }

  /// The network that ``code`` wrote; throws where the numbers are none.
  public init(code: [Int32]) throws(NetworkError) {
    var reader = CodeReader(code)
    var nodes: [Node] = []
    while !reader.isAtEnd {
      let kind = try reader.next()
      let count = try reader.next()
      guard count >= 1 else { throw CodeReader.broken }
      var inputs: [Int] = []
      for _ in 0..<count {
        let input = Int(try reader.next())
        guard input >= NetworkSpecification.input, input < nodes.count else { throw CodeReader.broken }
        inputs.append(input)
      }
      let layer = try Layer(kind: kind, &reader)
      nodes.append(Node(name: "\(layer.word)\(nodes.count + 1)", layer: layer, inputs: inputs))
    }
    guard !nodes.isEmpty else { throw .emptySpecification }
    self.init(checked: nodes)
  }
}

/// Goes through the numbers of a code once.
struct CodeReader {
  private let numbers: [Int32]
  private var position = 0

  init(_ numbers: [Int32]) { self.numbers = numbers }

  static let broken = NetworkError.valueOutOfRange(
    layer: "the network's code", what: "a number", found: "missing or out of range", expected: "a network")

  var isAtEnd: Bool { position >= numbers.count }

  mutating func next() throws(NetworkError) -> Int32 {
    guard !isAtEnd else { throw CodeReader.broken }
    position += 1
    return numbers[position - 1]
  }

  mutating func number(_ range: ClosedRange<Int>) throws(NetworkError) -> Int {
    let value = Int(try next())
    guard range.contains(value) else { throw CodeReader.broken }
    return value
  }

  mutating func flag() throws(NetworkError) -> Bool { try number(0...1) == 1 }

  mutating func float() throws(NetworkError) -> Float { Float(bitPattern: UInt32(bitPattern: try next())) }
}

extension Layer {
  fileprivate var code: (Int32, [Int32]) {
    func bits(_ value: Float) -> Int32 { Int32(bitPattern: value.bitPattern) }
    switch self {
    case .convolution(let layer):
      return (
        0,
        [
          layer.outputs, layer.kernel.height, layer.kernel.width, layer.stride, layer.padding, layer.dilation,
          layer.groups, layer.connections == nil ? 0 : 1, layer.hasBias ? 1 : 0,
        ].map { Int32($0) }
      )
    case .pooling(let layer):
      let kind: Int32 =
        switch layer.kind {
        case .max: 0
        case .average: 1
        case .sum: 2
        }
      let sizes = [layer.window?.height ?? 0, layer.window?.width ?? 0, layer.stride ?? 0, layer.padding]
      return (1, [kind] + sizes.map { Int32($0) })
    case .subsampling(let layer): return (2, [Int32(layer.window)])
    case .fullyConnected(let layer): return (3, [Int32(layer.outputs), layer.hasBias ? 1 : 0])
    case .radialBasis(let layer): return (4, [Int32(layer.outputs)])
    case .activation(.relu): return (5, [])
    case .activation(.leakyReLU(let slope)): return (6, [bits(slope)])
    case .activation(.tanh): return (7, [])
    case .activation(.scaledTanh): return (8, [])
    case .activation(.sigmoid): return (9, [])
    case .softmax: return (10, [])
    case .dropout(let layer): return (11, [bits(layer.rate)])
    case .batchNormalization: return (12, [])
    case .flatten: return (13, [])
    case .sum: return (14, [])
    case .concatenation: return (15, [])
    }
  }

  fileprivate init(kind: Int32, _ reader: inout CodeReader) throws(NetworkError) {
    switch kind {
    case 0:
      let outputs = try reader.number(1...65536)
      let height = try reader.number(1...1024)
      let width = try reader.number(1...1024)
      self = .convolution(
        ConvolutionLayer(
          outputs: outputs, kernel: Size(width: width, height: height), stride: try reader.number(1...1024),
          padding: try reader.number(0...1024), dilation: try reader.number(1...1024),
          groups: try reader.number(1...65536), connections: try reader.flag() ? .lenet5 : nil,
          hasBias: try reader.flag()))
    case 1:
      let kinds: [Pooling.Kind] = [.max, .average, .sum]
      let kind = kinds[try reader.number(0...2)]
      let height = try reader.number(0...1024)
      let width = try reader.number(0...1024)
      let stride = try reader.number(0...1024)
      let padding = try reader.number(0...1024)
      self = .pooling(
        PoolingLayer(
          kind, window: height == 0 || width == 0 ? nil : Size(width: width, height: height),
          stride: stride == 0 ? nil : stride, padding: padding))
    case 2: self = .subsampling(SubsamplingLayer(window: try reader.number(1...1024)))
    case 3:
      let outputs = try reader.number(1...1_000_000)
      self = .fullyConnected(FullyConnectedLayer(outputs: outputs, hasBias: try reader.flag()))
    case 4: self = .radialBasis(RadialBasisLayer(outputs: try reader.number(1...65536)))
    case 5: self = .activation(.relu)
    case 6: self = .activation(.leakyReLU(slope: try reader.float()))
    case 7: self = .activation(.tanh)
    case 8: self = .activation(.scaledTanh)
    case 9: self = .activation(.sigmoid)
    case 10: self = .softmax
    case 11: self = .dropout(DropoutLayer(rate: try reader.float()))
    case 12: self = .batchNormalization(BatchNormalizationLayer())
    case 13: self = .flatten
    case 14: self = .sum
    case 15: self = .concatenation
    default: throw CodeReader.broken
    }
  }
}
