import ConvolutionCore

/// A network as whole numbers: what a page hands to WebAssembly, which so reads no text.
///
/// For each node: the number of the layer's word, the number of its inputs, the inputs (−1 for the picture), then the layer's own
/// numbers, as many as that layer has. Floats stand as their 32 bits. Names are not kept; the decoded ones are the usual.
extension NetworkSpecification {
  /// The network as whole numbers.
  public var code: [Int32] {
    var code: [Int32] = []
    for node in nodes {
      code.append(node.layer.layerWord.number)
      code.append(Int32(node.inputs.count))
      for input in node.inputs { code.append(Int32(input)) }
      code += node.layer.numbers
    }
    return code
  }

  /// The network that ``code`` wrote; throws where the numbers are none.
  public init(code: [Int32]) throws(NetworkError) {
    var reader = CodeReader(code)
    var nodes: [Node] = []
    while !reader.isAtEnd {
      guard let word = LayerWord(number: try reader.next()) else { throw CodeReader.broken }
      let count = try reader.next()
      guard count >= 1 else { throw CodeReader.broken }
      var inputs: [Int] = []
      for _ in 0..<count {
        let input = Int(try reader.next())
        guard input >= NetworkSpecification.input, input < nodes.count else { throw CodeReader.broken }
        inputs.append(input)
      }
      let layer = try Layer(word, &reader)
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

  /// Rows, then columns.
  mutating func size(_ range: ClosedRange<Int>) throws(NetworkError) -> Size {
    let height = try number(range)
    return Size(width: try number(range), height: height)
  }

  mutating func flag() throws(NetworkError) -> Bool { try number(0...1) == 1 }

  static func bits(_ value: Float) -> Int32 { Int32(bitPattern: value.bitPattern) }

  mutating func float() throws(NetworkError) -> Float { Float(bitPattern: UInt32(bitPattern: try next())) }
}

extension LayerWord {
  /// Its place among all words.
  var number: Int32 {
    var number: Int32 = 0
    for word in LayerWord.allCases {
      if word == self { break }
      number += 1
    }
    return number
  }

  init?(number: Int32) {
    guard number >= 0, number < LayerWord.allCases.count else { return nil }
    self = LayerWord.allCases[Int(number)]
  }
}
