/// A network written in code, layer behind layer; inputs are named.
///
/// ```swift
/// var builder = NetworkBuilder()
/// let first = try builder.add(.convolution(ConvolutionLayer(outputs: 8, kernel: Size(width: 3, height: 3), padding: 1)))
/// let second = try builder.add(.activation(.relu))
/// try builder.add(.sum, from: first, second)
/// let specification = try builder.specification
/// ```
public struct NetworkBuilder: Sendable {
  /// The name that stands for the picture.
  public static let input = "input"

  private var nodes: [NetworkSpecification.Node] = []
  private var counts: [String: Int] = [:]

  /// A network without layers.
  public init() {}

  /// Adds a layer and gives its name: `name`, or its word and a number as in a SPEC (`conv1`).
  ///
  /// It takes what the layers called `sources` give, or, without any, what the layer before gives.
  /// - Throws: `NetworkError` when the name is taken or a source is no earlier layer.
  @discardableResult
  public mutating func add(
    _ layer: Layer, named name: String? = nil, from sources: String...
  ) throws(NetworkError) -> String {
    counts[layer.word, default: 0] += 1
    let name = name ?? "\(layer.word)\(counts[layer.word] ?? 0)"
    guard !nodes.contains(where: { $0.name == name }), name != NetworkBuilder.input else { throw .duplicateName(name) }
    var inputs: [Int] = []
    for source in sources {
      if source == NetworkBuilder.input {
        inputs.append(NetworkSpecification.input)
      } else {
        guard let index = nodes.firstIndex(where: { $0.name == source }) else {
          throw .unknownInput(source, layer: name)
        }
        inputs.append(index)
      }
    }
    nodes.append(
      NetworkSpecification.Node(name: name, layer: layer, inputs: inputs.isEmpty ? [nodes.count - 1] : inputs))
    return name
  }

  /// The network so far.
  /// - Throws: `NetworkError.emptySpecification` when there is no layer.
  public var specification: NetworkSpecification {
    get throws(NetworkError) { try NetworkSpecification(nodes: nodes) }
  }
}
