import ModelFiles
import NetworkDescription
import TextFormats

/// A network that can be taught in the page.
struct PageTraining {
  let model: PageModel

  /// The networks that the page offers: the one of the tutorial, a small one, and two without convolution.
  static var all: [PageTraining] {
    let specifications = [
      ("LeNet-5", "conv 6 5x5 padding 2 relu max 2 conv 16 5x5 relu max 2 fc 120 relu fc 84 relu fc 10"),
      ("small", "conv 8 5x5 relu max 2 conv 16 5x5 relu max 2 fc 10"),
      ("784-300-100-10", "fc 300 relu fc 100 relu fc 10"), ("one layer", "fc 10"),
    ]
    return specifications.compactMap { name, text in
      guard let specification = try? NetworkSpecification(parsing: text),
        let architecture = try? Architecture(specification, input: Shape(channels: 1, height: 28, width: 28)),
        let model = try? Model(Network(architecture), classes: (0...9).map { "\($0)" }),
        let page = try? PageModel(name: name, model: model)
      else { return nil }
      return PageTraining(model: page)
    }
  }

  /// What the page needs to teach it: the network as numbers, its arrays, and the head of its model file.
  var json: JSONValue {
    let network = model.model.network
    return .object([
      ("model", model.json(hasParameters: false)),
      ("code", .array(network.specification.code.map { .number(Int($0)) })),
      ("header", .string(base64Encoded(header))),
      (
        "arrays",
        .array(
          network.architecture.parameters.map { parameter in
            .object([
              ("name", .string(parameter.name)), ("count", .number(parameter.count)),
              ("shape", .array(parameter.shape.map { .number($0) })),
            ])
          })
      ),
    ])
  }

  /// A safetensors file up to its numbers: eight bytes of length, then so many of JSON.
  private var header: [UInt8] {
    let bytes = model.model.encoded
    let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    return Array(bytes[..<(8 + length)])
  }
}
