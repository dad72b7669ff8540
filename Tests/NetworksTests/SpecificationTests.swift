import NetworkDescription
import Testing

@Suite struct SpecificationTests {
  @Test(arguments: [
    ("lenet5", 61_706, 416_520), ("lenet5-1998", 60_000, 0), ("visualizer", 63_802, 0), ("exercise", 27_226, 439_336),
  ])
  func namedNetworksHaveTheirPublishedParameters(name: String, parameters: Int, multiplyAdds: Int) throws {
    let network = try #require(NamedNetwork.named(name))
    let architecture = try Architecture(network.specification, input: network.input)
    #expect(architecture.parameterCount == parameters)
    if multiplyAdds > 0 { #expect(architecture.multiplyAdds == multiplyAdds) }
  }

  @Test func lenet5OfThePaperHasThePapersLayers() throws {
    let network = try #require(NamedNetwork.named("lenet5-1998"))
    let rows = try Architecture(network.specification, input: network.input).rows
    #expect(
      rows.filter { $0.parameters > 0 }.map(\.parameters) == [156, 12, 1516, 32, 48_120, 10_164])
    #expect(rows.map(\.output.text).first == "6×28×28")
    #expect(rows.first { $0.name == "c5" }?.output.text == "120")
  }

  @Test func receptiveFieldsGrowThroughTheLayers() throws {
    let network = try #require(NamedNetwork.named("lenet5"))
    let rows = try Architecture(network.specification, input: network.input).rows
    let widths = rows.map(\.receptiveField.width)
    #expect(widths == [5, 5, 6, 14, 14, 16, 32, 32, 32, 32, 32])
  }

  @Test(arguments: [
    "conv 6 5x5 relu max 2 conv 16 8x8 tanh max 3 fc 120 relu fc 100 relu fc 10",
    "conv 6 5x3 stride 2 padding 1 dilation 2 groups 1 no-bias batchnorm leaky-relu 0.2 average 2x3 stride 2 padding 1",
    "a: conv 4 3x3 padding 1 relu b: conv 4 3x3 padding 1 add a b relu concat a b fc 3 softmax",
    "conv 4 1x1 conv 4 1x1 from input add conv1 conv2 sum all flatten dropout 0.5 fc 3 no-bias rbf 2",
    "c: conv 6 1x1 conv 16 1x1 connections lenet5 subsample 2 sigmoid lecun-tanh average all",
    "conv 8 3x5 stride 2x1 padding 0x3 dilation 1x2 max 3x2 stride 2x3 padding 1,0,1,1 dilation 2 average 2 stride 2",
    "conv 8 3x5 padding 1,2,3,4 conv 4 4x3 padding same dilation 2 groups 2 sum 3 padding same stride 1 relu",
  ])
  func textIsReadBackAsTheSameNetwork(text: String) throws {
    let specification = try NetworkSpecification(parsing: text)
    #expect(try NetworkSpecification(parsing: specification.text) == specification)
  }

  /// What is written, and how it is written back: each option in its shortest form.
  @Test(arguments: [
    ("conv 8 3x5 stride 2x1", "conv 8 3x5 stride 2x1"), ("conv 8 3 stride 2x2", "conv 8 3x3 stride 2"),
    ("conv 8 3x3 padding 0x3", "conv 8 3x3 padding 0x3"), ("conv 8 3x3 padding 2x2", "conv 8 3x3 padding 2"),
    ("conv 8 3x3 padding 1,2,1,2", "conv 8 3x3 padding 1x2"),
    ("conv 8 3x3 padding 1,2,3,4", "conv 8 3x3 padding 1,2,3,4"),
    ("conv 8 3x3 padding 1 2 3 4 relu", "conv 8 3x3 padding 1,2,3,4 relu"),
    ("conv 8 1x7 padding same", "conv 8 1x7 padding 0x3"), ("conv 8 4x4 padding same", "conv 8 4x4 padding 1,2,2,1"),
    ("conv 8 3x3 padding same stride 2 dilation 3", "conv 8 3x3 stride 2 padding 3 dilation 3"),
    ("max 3 stride 2x1 padding 1x0 dilation 2", "max 3 stride 2x1 padding 1x0 dilation 2"),
    ("average 3 padding same stride 1", "average 3 stride 1 padding 1"),
    ("max 2 padding same", "max 2 padding 0,1,1,0"),
    ("conv 6 5×5 relu maxpool 2 dense 12 linear 10", "conv 6 5x5 relu max 2 fc 12 fc 10"),
    ("avgpool 3×2 averagepool all", "average 3x2 average all"),
    ("a: conv 2 1x1 dense: conv 2 1x1 add a dense maxpool 2", "a: conv 2 1x1 dense: conv 2 1x1 add a dense max 2"),
  ])
  func windowsAreWrittenShortly(text: String, shortest: String) throws {
    let specification = try NetworkSpecification(parsing: text)
    #expect(specification.text == shortest)
    #expect(try NetworkSpecification(parsing: shortest) == specification)
    #expect(try NetworkSpecification(code: specification.code).nodes.map(\.layer) == specification.nodes.map(\.layer))
  }

  /// Sizes by ⌊(n + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1, worked out by hand.
  @Test(arguments: [
    ("conv 1 3x5 stride 2x1", "1×5×8"), ("conv 1 1x7 padding 0x3", "1×11×12"), ("conv 1 4x4 padding same", "1×11×12"),
    ("conv 1 3x3 padding 1,2,1,2 stride 3", "1×4×5"), ("conv 1 3x3 dilation 2x4", "1×7×4"),
    ("max 3 stride 2 padding 0,1,1,0", "1×5×6"), ("average 2 dilation 3", "1×4×5"),
    ("max 3x2 stride 1x4 padding 2x1", "1×13×4"),
  ])
  func sizesFollowFromTheWindow(text: String, shape: String) throws {
    let architecture = try Architecture(
      NetworkSpecification(parsing: text), input: Shape(channels: 1, height: 11, width: 12))
    #expect(architecture.output.text == shape)
  }

  @Test(arguments: [
    ("", "The network has no layers; write some, as \"conv 6 5x5 relu max 2 fc 10\"."),
    ("cnov 6 5x5", "Unknown word 'cnov' at place 1 of the network; did you mean 'conv'?"),
    ("conv 6", "conv1 needs the kernel's size, as conv 6 5x5, but the network ends there."),
    ("conv 6 5by5", "conv1 needs the kernel's size, as conv 6 5x5, not '5by5'."),
    ("conv 0 5x5", "conv1: a number of kernels, as conv 6 5x5 is 0; expected 1 to 65536."),
    ("relu add nowhere", "add1 takes its input from 'nowhere', but no earlier layer bears that name."),
    ("a: relu a: tanh", "Two layers are called 'a'; give one of them another name."),
    ("conv 4 3x3 padding 1,2,3", "conv1 needs one padding or four (top,right,bottom,left), not '1,2,3'."),
    ("conv 4 3x3 padding all", "conv1 needs a padding, not 'all'."),
    ("conv 4 3x3 padding 1x2x3", "conv1 needs a padding, as 1, 0x3, 1,2,1,2 or same, not '1x2x3'."),
    ("conv 4 3x3 stride 2x0", "conv1: a stride is 0; expected 1 to 1024."),
    ("max 2 dilation 2x", "max1 needs a dilation, not '2x'."),
    ("dropout 1.5", "dropout1: the rate is 1.5; expected 0 up to but not 1."),
  ])
  func mistakesAreNamed(text: String, message: String) {
    #expect {
      _ = try NetworkSpecification(parsing: text)
    } throws: {
      "\($0)" == message
    }
  }

  @Test(arguments: [
    ("conv 6 9x9", "conv1: a window of 9×9 does not fit into 1×8×8; use a smaller window or more padding."),
    ("conv 4 3x3 conv 4 3x3 groups 3", "conv2: 3 groups must divide both its 4 input channels and its 4 outputs."),
    ("conv 4 3x3 connections lenet5", "conv1: the connection table joins 6 maps to 16, but there are 1 and 4."),
    ("a: conv 4 3x3 relu max 2 add a", "add1 cannot join 4×6×6 and 4×3×3."),
    ("conv 4 3x3 rbf 10", "rbf1 takes a vector, but gets 4×6×6; put a fully connected layer or flatten before it."),
    ("max 2 padding 2", "max1: padding is 2; expected less than the window 2, which must see the map."),
    (
      "max 2x3 padding 0,2,2,0",
      "max1: padding is 0,2,2,0; expected less than the window 2x3, which must see the map."
    ),
    (
      "conv 6 9x9 padding 0x1",
      "conv1: a window of 9×9 does not fit into 1×8×8 with padding 0x1; use a smaller window or more padding."
    ),
  ])
  func shapesThatDoNotFitAreNamed(text: String, message: String) {
    #expect {
      _ = try Architecture(
        NetworkSpecification(parsing: text), input: Shape(channels: 1, height: 8, width: 8))
    } throws: {
      "\($0)" == message
    }
  }
}
