import ConvolutionCore

extension NetworkSpecification {
  /// Reads a SPEC of one line.
  ///
  /// Layers: `conv N KHxKW`, `max K`, `average K`, `sum K` (K, KHxKW or `all`), `subsample K`, `fc N`, `rbf N`, `relu`,
  /// `leaky-relu [SLOPE]`, `tanh`, `lecun-tanh`, `sigmoid`, `softmax`, `dropout RATE`, `batchnorm`, `flatten`,
  /// `add NAME…`, `concat NAME…`. Options of conv: `stride`, `padding`, `dilation`, `groups` with a number,
  /// `connections lenet5`, `no-bias`; of pooling: `stride`, `padding`. Any layer: `from NAME`.
  /// - Throws: `NetworkError` naming the word, its place or the layer.
  public init(parsing text: String) throws(NetworkError) {
    var parser = SpecificationParser(text)
    try self.init(nodes: parser.parse())
  }
}

/// Goes through the words of a SPEC once.
struct SpecificationParser {
  static let layerWords = [
    "conv", "max", "average", "sum", "subsample", "fc", "rbf", "relu", "leaky-relu", "tanh", "lecun-tanh", "sigmoid",
    "softmax", "dropout", "batchnorm", "flatten", "add", "concat",
  ]
  static let optionWords = ["stride", "padding", "dilation", "groups", "connections", "no-bias", "from"]

  let words: [String]
  var position = 0
  var nodes: [NetworkSpecification.Node] = []
  private var counts: [String: Int] = [:]
  /// The layer being read, for error texts.
  var name = ""

  init(_ text: String) {
    words = text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "," }).map(String.init)
  }

  var next: String? { position < words.count ? words[position] : nil }

  mutating func take(_ word: String) -> Bool {
    guard next == word else { return false }
    position += 1
    return true
  }

  mutating func parse() throws(NetworkError) -> [NetworkSpecification.Node] {
    while next != nil { try parseNode() }
    return nodes
  }

  private mutating func parseNode() throws(NetworkError) {
    var given: String?
    if let word = next, word.last == ":" {
      let label = String(word.dropLast())
      guard !label.isEmpty, label != "input", !SpecificationParser.isWord(label) else {
        throw .valueOutOfRange(layer: word, what: "the name", found: "'\(label)'", expected: "no word of the SPEC")
      }
      given = label
      position += 1
    }
    guard let word = next else { throw .missingValue(layer: given ?? "", expected: "a layer", found: nil) }
    guard SpecificationParser.layerWords.contains(word) else {
      throw .unknownWord(word, position: position + 1)
    }
    counts[word, default: 0] += 1
    name = given ?? "\(word)\(counts[word] ?? 0)"
    guard !nodes.contains(where: { $0.name == name }) else { throw .duplicateName(name) }
    position += 1
    let (layer, joined) = try parseLayer(word)
    var inputs = joined ?? [nodes.count - 1]
    if take("from") {
      guard let source = next else { throw .missingValue(layer: name, expected: "a layer's name", found: nil) }
      inputs = [try input(source)]
      position += 1
    }
    nodes.append(NetworkSpecification.Node(name: name, layer: layer, inputs: inputs))
  }

  static let words = layerWords + optionWords

  static func isWord(_ word: String) -> Bool { layerWords.contains(word) || optionWords.contains(word) }

  private mutating func parseLayer(_ word: String) throws(NetworkError) -> (Layer, joined: [Int]?) {
    switch word {
    case "conv": return (.convolution(try parseConvolution()), nil)
    case "max": return (.pooling(try parsePooling(.max)), nil)
    case "average": return (.pooling(try parsePooling(.average)), nil)
    case "sum": return (.pooling(try parsePooling(.sum)), nil)
    case "subsample": return (.subsampling(SubsamplingLayer(window: try number("a window", 1...1024))), nil)
    case "fc": return (.fullyConnected(try parseFullyConnected()), nil)
    case "rbf": return (.radialBasis(RadialBasisLayer(outputs: try number("a number of outputs", 1...65536))), nil)
    case "relu": return (.activation(.relu), nil)
    case "leaky-relu":
      guard let slope = next.flatMap(Float.init) else { return (.activation(.leakyReLU(slope: 0.01)), nil) }
      position += 1
      guard slope >= 0, slope < 1 else {
        throw .valueOutOfRange(layer: name, what: "the slope", found: "\(slope)", expected: "0 up to 1")
      }
      return (.activation(.leakyReLU(slope: slope)), nil)
    case "tanh": return (.activation(.tanh), nil)
    case "lecun-tanh": return (.activation(.scaledTanh), nil)
    case "sigmoid": return (.activation(.sigmoid), nil)
    case "softmax": return (.softmax, nil)
    case "dropout":
      guard let rate = next.flatMap(Float.init) else {
        throw .missingValue(layer: name, expected: "a rate, as dropout 0.5", found: next)
      }
      guard rate >= 0, rate < 1 else {
        throw .valueOutOfRange(layer: name, what: "the rate", found: "\(rate)", expected: "0 up to but not 1")
      }
      position += 1
      return (.dropout(DropoutLayer(rate: rate)), nil)
    case "batchnorm": return (.batchNormalization(BatchNormalizationLayer()), nil)
    case "flatten": return (.flatten, nil)
    case "add": return (.sum, try joinedInputs())
    default: return (.concatenation, try joinedInputs())
    }
  }

  private mutating func joinedInputs() throws(NetworkError) -> [Int] {
    var inputs: [Int] = []
    while let word = next, word.last != ":", !SpecificationParser.isWord(word) {
      inputs.append(try input(word))
      position += 1
    }
    guard !inputs.isEmpty else {
      throw .missingValue(layer: name, expected: "the names of the layers to join", found: next)
    }
    return inputs.count == 1 ? inputs + [nodes.count - 1] : inputs
  }

  private func input(_ source: String) throws(NetworkError) -> Int {
    if source == "input" { return NetworkSpecification.input }
    guard let index = nodes.firstIndex(where: { $0.name == source }) else {
      throw .unknownInput(source, layer: name)
    }
    return index
  }
}
