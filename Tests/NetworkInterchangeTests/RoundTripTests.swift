import ConvolutionCore
import InterchangeFiles
import ModelFiles
import NetworkDescription
import NetworkEngine
import NetworkInterchange
import Testing

/// A network that goes out and comes in again is the same.
@Suite struct RoundTripTests {
  static let specifications = [
    "conv 4 3x3 relu max 2 fc 3",
    "conv 4 3x2 stride 2 padding 1 batchnorm leaky-relu average 2 flatten fc 3 softmax",
    "conv 6 3x3 groups 2 padding 1 no-bias tanh sum 2 fc 5 sigmoid dropout 0.5 fc 3",
    "a: conv 4 1x1 b: conv 4 3x3 padding 1 from input add a b relu concat a b fc 3",
    "conv 4 3x3 dilation 2 lecun-tanh max all fc 3",
    "fc 8 relu fc 3 rbf 2",
  ]

  private func model(_ text: String) throws -> Model {
    let architecture = try Architecture(
      NetworkSpecification(parsing: text), input: Shape(channels: 2, height: 9, width: 8))
    let network = Network(architecture, initialization: .uniform, seed: 5)
    return try Model(network, classes: (0..<architecture.output.count).map { "class \($0)" })
  }

  private func refused(_ name: String) throws(InterchangeError) -> [UInt8] {
    throw .malformed(format: "ONNX", found: name)
  }

  @Test(arguments: specifications) func ourOwnGraphKeepsEveryBit(_ text: String) throws {
    let model = try model(text)
    let bytes = try ONNXModel(model, name: "n", producer: "p").encoded()
    let found = try Imported(onnx: bytes, external: refused)
    #expect(found.model.network.specification == model.network.specification)
    #expect(found.model.network.values == model.network.values)
    #expect(found.model.classes == model.classes)
  }

  // Distances to patterns become operators that no other program would write for a layer.
  @Test(arguments: specifications.filter { !$0.contains("rbf") }) func theGraphAloneMeansTheSameNetwork(_ text: String)
    throws
  {
    let model = try model(text)
    var graph = ONNXModel(model, name: "n", producer: "p")
    graph.metadata = [:]
    let found = try Imported(onnx: graph.encoded(), external: refused)
    var generator = SeededGenerator(seed: 9)
    let pictures = try Examples(
      channels: 2, height: 9, width: 8, pixels: (0..<5 * 144).map { _ in UInt8(generator.index(below: 256)) },
      labels: [0, 0, 0, 0, 0])
    let expected = try Inference(model.network).probabilities(of: pictures)
    let values = try Inference(found.model.network).probabilities(of: pictures)
    #expect(values.count == expected.count)
    for (value, right) in zip(values, expected) { #expect(abs(value - right) <= 1e-5) }
  }

  @Test(arguments: specifications) func weightsAloneFindTheirPlaces(_ text: String) throws {
    let model = try model(text)
    let found = try Imported(npz: NPZFile.encode(model), architecture: model.network.architecture)
    #expect(found.model.network.values == model.network.values)
  }

  @Test func weightsAloneNeedANetwork() throws {
    let model = try model("fc 2")
    let bytes = try NPZFile.encode(model.tensors)
    let error = #expect(throws: ImportError.self) { try Imported(npz: bytes, architecture: nil) }
    #expect(error == .specificationNeeded)
  }

  @Test func arraysOfAnotherNetworkAreNamed() throws {
    let bytes = try NPZFile.encode(model("fc 2").tensors)
    let other = try model("fc 8 relu fc 3").network.architecture
    let error = #expect(throws: ImportError.self) { try Imported(npz: bytes, architecture: other) }
    #expect(error.map { "\($0)".contains("8×144") } == true, "\(error.map { "\($0)" } ?? "")")
  }
}
