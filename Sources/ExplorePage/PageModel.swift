import ConvolutionCore
import Datasets
import ModelFiles
import NetworkDescription
import NetworkPacking
import TextFormats

/// A network inside the page, with pictures to try it on.
public struct PageModel: Sendable {
  /// In the list of networks, and as a command line names it.
  public let name: String
  /// The network and its classes.
  public let model: Model
  /// Pictures of C × H × W bytes that it can be tried on.
  public let samples: [(name: String, pixels: [UInt8])]
  /// True for a network of handwritten digits: pictures are prepared as `predict` prepares digits.
  public let readsDigits: Bool

  /// The most numbers that a network in the page may have.
  public static let largestParameterCount = 2_000_000
  /// The most values that its layers may have for one picture.
  public static let largestValueCount = 1_000_000

  /// A model with samples of its kind: drawn digits for one that reads them, else the photographs inside the program.
  /// - Throws: `PageModelError` when it is too large for a page or joins more inputs than the page's engine takes.
  public init(name: String, model: Model) throws(PageModelError) {
    let architecture = model.network.architecture
    for node in architecture.specification.nodes {
      guard node.inputs.count <= 4 else { throw .tooManyInputs(name, layer: node.name, count: node.inputs.count) }
      guard PackedNetwork.holds(node.layer) else {
        throw .unknownLayer(name, layer: node.name, word: node.layer.word)
      }
    }
    let values = architecture.shapes.reduce(0) { $0 + $1.count }
    guard architecture.parameterCount <= PageModel.largestParameterCount, values <= PageModel.largestValueCount else {
      throw .tooLarge(name, parameters: architecture.parameterCount, values: values)
    }
    self.name = name
    self.model = model
    readsDigits =
      architecture.input == Shape(channels: 1, height: PreparedDigit.side, width: PreparedDigit.side)
      && model.preparation == .ink
    samples = readsDigits ? PageTraining.drawnDigits : PagePicture.photographs(architecture.input)
  }

  /// What the page needs to know of it.
  var json: JSONValue {
    let network = model.network
    let input = network.architecture.input
    let packed = PackedNetwork(network)
    return .object([
      ("name", .string(name)), ("classes", .array(model.classes.map { .string($0) })),
      ("input", .array([input.channels, input.height, input.width].map { .number($0) })),
      ("readsDigits", .boolean(readsDigits)),
      (
        "layers",
        .array(
          network.specification.nodes.map { node in
            .object([("name", .string(node.name)), ("text", .string(node.layer.text))])
          })
      ),
      ("records", .array(packed.records.map { .number(Int($0)) })),
      ("parameters", .string(base64Encoded(deflated(PageModel.bytes(of: packed.parameters))))),
      ("scales", .array(packed.scales.map { .number($0) })), ("shifts", .array(packed.shifts.map { .number($0) })),
      // Digits stand in the page once for all networks that read them.
      ("samples", readsDigits ? .array([]) : PageModel.json(of: samples)),
    ])
  }

  /// Pictures for the page.
  static func json(of samples: [(name: String, pixels: [UInt8])]) -> JSONValue {
    .array(
      samples.map { sample in
        .object([("name", .string(sample.name)), ("pixels", .string(base64Encoded(deflated(sample.pixels))))])
      })
  }

  /// Numbers as bytes that pack well: how many different ones there are as 32 bits, 0 for more than 256, then those in
  /// order and a byte for each number; else all lowest bytes, then all second ones and so on, as signs and exponents
  /// resemble each other.
  static func bytes(of numbers: [Float]) -> [UInt8] {
    var different: Set<UInt32> = []
    for number in numbers where different.count <= 256 { different.insert(number.bitPattern) }
    let isTable = different.count <= 256
    let table = isTable ? different.map { Float(bitPattern: $0) }.sorted() : []
    var bytes = words([UInt32(table.count)]) + words(table.map(\.bitPattern))
    guard isTable else { return bytes + planes(numbers) }
    var places: [UInt32: UInt8] = [:]
    for (place, number) in table.enumerated() { places[number.bitPattern] = UInt8(place) }
    bytes += numbers.map { places[$0.bitPattern] ?? 0 }
    return bytes
  }

  private static func words(_ numbers: [UInt32]) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) } }
  }

  private static func planes(_ numbers: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * numbers.count)
    for place in 0..<UInt32(4) {
      for number in numbers { bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> (8 * place))) }
    }
    return bytes
  }
}

/// A model that does not go into a page.
public enum PageModelError: Error, Equatable, CustomStringConvertible {
  /// Too many numbers or values.
  case tooLarge(String, parameters: Int, values: Int)
  /// A layer that joins more inputs than four.
  case tooManyInputs(String, layer: String, count: Int)
  /// A layer that the page's engine does not have.
  case unknownLayer(String, layer: String, word: String)

  /// What was found, what was expected.
  public var description: String {
    switch self {
    case .tooLarge(let name, let parameters, let values):
      "\(name) has \(parameters) parameters and \(values) values a picture; the page takes networks of up to "
        + "\(PageModel.largestParameterCount) and \(PageModel.largestValueCount)"
    case .tooManyInputs(let name, let layer, let count):
      "Layer \(layer) of \(name) joins \(count) inputs; the page takes layers of up to 4"
    case .unknownLayer(let name, let layer, let word):
      "Layer \(layer) of \(name) is \(word), which the page cannot compute; leave it out to explore the rest"
    }
  }
}
