import Charts
import ConvolutionCore
import DrawingKit
import KernelFiles
import NetworkDescription
import NetworkTraining
import PictureFiles
import SystemServices
import Testing
import TutorialFigures

private func texts(_ name: String, _ inputs: FigureInputs = FigureInputs()) throws -> [String] {
  try #require(Tutorial.figure(named: name)).figure(inputs).layout().texts.map(\.text)
}

/// The `count` texts that follow a text.
private func following(_ text: String, _ count: Int, in texts: [String]) throws -> [String] {
  let start = try #require(texts.firstIndex(of: text))
  return Array(texts[(start + 1)...].prefix(count))
}

@Suite struct TutorialTests {
  @Test(arguments: Tutorial.figures.map(\.name), Style.Theme.allCases)
  func noTextIsClippedOverlappingOrSmall(_ name: String, _ theme: Style.Theme) throws {
    let figure = try #require(Tutorial.figure(named: name)).figure()
    let faults = layoutFaults(figure, Style(theme))
    #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    for frame in figure.frames {
      #expect(layoutFaults(Figure(title: figure.title, frame), Style(theme)).isEmpty)
    }
    // Wider than a printed page, letters would have to be made smaller than they were set.
    #expect(figure.layout().page.width <= 560)
  }

  @Test(arguments: Tutorial.figures.map(\.name)) func sameBytesOnEveryRun(_ name: String) throws {
    let figure = try #require(Tutorial.figure(named: name))
    for format in FigureFormat.allCases where format != .gif || figure.isAnimated {
      let bytes = try figure.figure().rendered(as: format, scale: 1)
      #expect(bytes.starts(with: signatures[format] ?? []))
      #expect(try figure.figure().rendered(as: format, scale: 1) == bytes, "\(format)")
    }
  }

  @Test func theWorkedConvolution() throws {
    #expect(try following("=", 9, in: texts("convolution")) == ["4", "3", "4", "2", "4", "3", "2", "3", "4"])
    #expect(try #require(Tutorial.figure(named: "5")).figure().frames.count == 9)
  }

  @Test func aConvolutionOfOwnNumbers() throws {
    var inputs = FigureInputs()
    inputs.matrix = (Plane(width: 3, height: 2, values: [1, 2, 3, 4, 5, 6]), "1 2 3; 4 5 6")
    let difference = try Kernel(width: 2, height: 1, numerators: [-1, 1])
    inputs.kernels = ([NamedKernel(name: "difference", kernel: difference)], "-1 1")
    let texts = try texts("convolution", inputs)
    #expect(try following("=", 4, in: texts) == ["1", "1", "1", "1"])
    #expect(texts.last == #"cnnlab figures convolution --matrix "1 2 3; 4 5 6" --kernel "-1 1""#)
  }

  @Test func theWorkedPooling() throws {
    let all = try texts("max-pooling")
    #expect(all.contains("max(1, 1, 5, 6) = 6"))
    #expect(all.contains("max(2, 4, 7, 8) = 8"))
    #expect(all.contains("max(3, 2, 1, 2) = 3"))
    #expect(all.contains("max(1, 0, 3, 4) = 4"))
  }

  @Test func theErrorsOfTheTrainingExample() throws {
    let before = LossTable(classes: [], label: 2, output: [0.2, 0.4, 0.1, 0.3])
    let after = LossTable(classes: [], label: 2, output: [0.1, 0.1, 0.7, 0.1])
    #expect(abs(before.squaredError - 0.55) < 1e-12 && abs(after.squaredError - 0.06) < 1e-12)
    let all = try texts("loss")
    for number in ["0.55", "0.06", "2.303", "0.357"] { #expect(all.contains(number)) }
  }

  @Test(arguments: [
    (7, Convolution(padding: .valid), "⌊(7 − 3)/1⌋ + 1 = 5", 0),
    (7, Convolution(padding: .explicit(1)), "⌊(7 + 1 + 1 − 3)/1⌋ + 1 = 7", 0),
    (8, Convolution(stride: 2, padding: .valid), "⌊(8 − 3)/2⌋ + 1 = 3", 1),
    (9, Convolution(padding: .valid, dilation: 2), "⌊(9 − 5)/1⌋ + 1 = 5", 0),
  ]) func sizesAndDroppedRows(_ side: Int, _ convolution: Convolution, _ formula: String, _ dropped: Int) throws {
    let diagram = try ShapeDiagram(
      input: Size(width: side, height: side), kernel: Size(width: 3, height: 3), convolution: convolution)
    #expect(diagram.formula == formula)
    #expect(diagram.dropped == Size(width: dropped, height: dropped))
  }

  @Test func theWorkedStepAgreesWithTraining() throws {
    let step = try WorkedStep.tutorial()
    let architecture = try Architecture(
      NetworkSpecification(parsing: "conv 1 2x2 relu max 2 fc 2 no-bias"),
      input: Shape(channels: 1, height: 5, width: 5))
    let network = try Network(
      architecture, values: [step.before.kernel.values, [step.before.bias], step.before.weights.values],
      normalization: .unit)
    let example = try Examples(
      channels: 1, height: 5, width: 5, pixels: step.picture.values.map { UInt8($0 * 255) }, labels: [0])
    var configuration = TrainingConfiguration()
    configuration.optimizer = .sgd(momentum: 0, nesterov: false)
    configuration.learningRate = step.rate
    let trainer = try Trainer(network, examples: example, configuration: configuration)
    let (loss, gradient) = trainer.gradientOfFirstBatch()
    func agree(_ one: [Float], _ other: [Float]) -> Bool {
      one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) < 1e-5 }
    }
    #expect(abs(loss - step.forward.loss) < 1e-5)
    #expect(agree(gradient[0], step.kernelSlope.values))
    #expect(agree(gradient[1], [step.biasSlope]))
    #expect(agree(gradient[2], step.weightSlope.values))
    _ = trainer.runEpoch()
    #expect(agree(trainer.network.values[0], step.after.kernel.values))
    #expect(agree(trainer.network.values[2], step.after.weights.values))
    #expect(step.forwardAfter.loss < step.forward.loss)
  }

  @Test func theTextOfTheStepQuotesItsFigure() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    let page = String(decoding: try readFile(root + "/docs/tutorial/08-training.md"), as: UTF8.self)
    let start = try #require(page.firstRange(of: "<!-- numbers of backpropagation -->")).upperBound
    let end = try #require(page.firstRange(of: "<!-- end of numbers -->")).lowerBound
    func numbers(_ text: some StringProtocol) -> [String] {
      text.split { !$0.isNumber && $0 != "." && $0 != "−" }.map { number in
        String(number.last == "." ? number.dropLast() : number)
      }.filter { $0.contains(".") }
    }
    let drawn = Set(try texts("backpropagation").flatMap(numbers))
    let quoted = numbers(page[start..<end])
    #expect(quoted.count >= 20)
    for number in quoted { #expect(drawn.contains(number), "\(number) is not in the figure") }
  }

  @Test func theLayersOfALeNet() throws {
    let all = try texts("lenet")
    for size in [
      "32×32 = 1024", "6 · 28×28 = 4704", "6 · 14×14 = 1176", "16 · 10×10 = 1600", "16 · 5×5 = 400", "120", "100", "10",
    ] { #expect(all.contains(size)) }
    #expect(all.contains { $0.hasPrefix("it reads 8, with probability 9") })
  }

  @Test func theConvNetTellsABoatFromACat() throws {
    let all = try texts("captions")
    #expect(all.first { $0.hasSuffix(" %") } != nil)
    #expect(try texts("convnet").contains("sum 1.00"))
    #expect(try texts("fully-connected").contains("1.000"))
  }

  @Test func aModelThatAFigureCannotShowIsRefused() throws {
    var inputs = FigureInputs()
    let architecture = try Architecture(
      NetworkSpecification(parsing: "fc 2"), input: Shape(channels: 1, height: 8, width: 8))
    inputs.model = (FigureModel(Network(architecture), classes: ["a", "b"]), "small")
    for name in ["fully-connected", "learned", "lenet", "output-node"] {
      let figure = try #require(Tutorial.figure(named: name))
      #expect(throws: FigureError.self, "\(name)") { _ = try figure.figure(inputs).title }
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    var inputs = FigureInputs()
    inputs.matrix = (Plane(width: 40, height: 40), "big")
    let figure = try #require(Tutorial.figure(named: "convolution"))
    #expect(throws: FigureError.tooLarge(what: "matrix", found: Size(width: 40, height: 40), limit: 10)) {
      try figure.figure(inputs)
    }
    inputs = FigureInputs()
    inputs.image = (PictureFiles.Picture(channels: [Plane(width: 4, height: 4)]), "tiny.png")
    let pixels = try #require(Tutorial.figure(named: "pixels"))
    #expect(throws: FigureError.pictureTooSmall(found: Size(width: 4, height: 4), needed: 9)) {
      try pixels.figure(inputs)
    }
    #expect(throws: FigureError.notAnimated(name: "still")) {
      try Figure(title: "still", Text("still")).rendered(as: .gif)
    }
  }

  @Test func anAnimationKeepsWhiteWhite() throws {
    // The palette of few colours is exact: the page stays white, where libraries that keep 5 bits make it gray.
    let frames = ["one", "two"].map { Text($0) as any Block }
    let bytes = try Figure(title: "t", frames[0], frames: frames).rendered(as: .gif, scale: 1)
    let entries = 2 << Int(bytes[10] & 7)
    let table = bytes[13..<(13 + 3 * entries)]
    let colours = stride(from: table.startIndex, to: table.endIndex, by: 3).map { Array(table[$0..<$0 + 3]) }
    #expect(colours.contains([255, 255, 255]))
  }
}
