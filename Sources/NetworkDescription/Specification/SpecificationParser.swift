import ConvolutionCore

extension NetworkSpecification {
  /// Reads a SPEC of one line.
  ///
  /// Layers: `conv N KHxKW`, `max K`, `average K`, `sum K` (K, KHxKW or `all`), `subsample K`, `fc N`, `rbf N`, `relu`,
  /// `leaky-relu [SLOPE]`, `tanh`, `lecun-tanh`, `sigmoid`, `softmax`, `dropout RATE`, `batchnorm`, `flatten`,
  /// `lrn [N] [alpha A] [beta B] [k K]`, `widen N`, `add NAME…`, `concat NAME…`; `maxpool`, `avgpool`, `dense` and `linear` as
  /// other tools say; `5×5` is `5x5`. Options of conv and pooling: `stride`, `dilation` with N or ROWSxCOLUMNS, `padding`
  /// with N, ROWSxCOLUMNS, TOP,RIGHT,BOTTOM,LEFT or `same`; of conv also `groups N`, `connections lenet5`, `no-bias`. Any
  /// layer: `from NAME`.
  /// - Throws: `NetworkError` naming the word, its place or the layer.
  public init(parsing text: String) throws(NetworkError) {
    var parser = SpecificationParser(text)
    try self.init(nodes: parser.parse())
  }
}

/// Goes through the words of a SPEC once.
struct SpecificationParser {
  static let optionWords = ["stride", "padding", "dilation", "groups", "connections", "no-bias", "from"]

  /// Many times as many as any network has that is known.
  private static let mostLayers = 10_000

  let words: [String]
  var position = 0
  var nodes: [NetworkSpecification.Node] = []
  private var counts: [String: Int] = [:]
  /// Where the layer of a name stands.
  private var places: [String: Int] = [:]
  /// The layer being read, for error texts.
  var name = ""

  init(_ text: String) {
    words = text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "," }).map { word in
      var plain = ""
      for letter in word { plain.append(letter == "×" ? "x" : letter) }
      return plain
    }
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
    guard let layerWord = LayerWord(spelled: word) else { throw .unknownWord(word, position: position + 1) }
    counts[layerWord.rawValue, default: 0] += 1
    name = given ?? "\(layerWord.rawValue)\(counts[layerWord.rawValue] ?? 0)"
    guard places[name] == nil else { throw .duplicateName(name) }
    guard nodes.count < SpecificationParser.mostLayers else {
      throw .valueOutOfRange(
        layer: name, what: "its place", found: "\(nodes.count + 1)",
        expected: "at most \(SpecificationParser.mostLayers) layers")
    }
    position += 1
    let layer = try Layer(layerWord, &self)
    var inputs = layer.joinsInputs ? try joinedInputs() : [nodes.count - 1]
    if take("from") {
      guard let source = next else { throw .missingValue(layer: name, expected: "a layer's name", found: nil) }
      inputs = [try input(source)]
      position += 1
    }
    places[name] = nodes.count
    nodes.append(NetworkSpecification.Node(name: name, layer: layer, inputs: inputs))
  }

  static var words: [String] { LayerWord.allCases.map { $0.rawValue } + optionWords }

  static func isWord(_ word: String) -> Bool { LayerWord(rawValue: word) != nil || optionWords.contains(word) }

  private mutating func joinedInputs() throws(NetworkError) -> [Int] {
    var inputs: [Int] = []
    while let word = next, word.last != ":", !SpecificationParser.isWord(word),
      LayerWord(spelled: word) == nil || places[word] != nil
    {
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
    guard let index = places[source] else { throw .unknownInput(source, layer: name) }
    return index
  }
}
