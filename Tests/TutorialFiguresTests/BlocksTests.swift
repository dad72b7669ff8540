import Charts
import ConvolutionCore
import DrawingKit
import Testing
import TutorialFigures

private func sobel() throws -> Kernel {
  try Kernel(width: 3, height: 3, numerators: [-1, 0, 1, -2, 0, 2, -1, 0, 1])
}

private func gaussian() throws -> Kernel {
  try Kernel(
    width: 5, height: 5,
    numerators: [1, 4, 6, 4, 1, 4, 16, 24, 16, 4, 6, 24, 36, 24, 6, 4, 16, 24, 16, 4, 1, 4, 6, 4, 1], divisor: 256)
}

func samples() throws -> [(String, Figure)] {
  let records = (1...12).map { epoch in
    EpochRecord(
      epoch: epoch, trainLoss: 2.3 / Double(epoch), trainAccuracy: 1 - 0.3 / Double(epoch),
      validationLoss: 2.5 / Double(epoch), validationAccuracy: 1 - 0.4 / Double(epoch))
  }
  let counts = (0..<10).map { t in (0..<10).map { p in t == p ? 950 + t : (t + p) % 7 } }
  let filters = (0..<6).map { f in
    [Plane(width: 5, height: 5, values: (0..<25).map { Float(($0 * 7 + f * 3) % 11) - 5 })]
  }
  let deep = (0..<4).map { f in
    (0..<3).map { c in Plane(width: 5, height: 5, values: (0..<25).map { Float(($0 * 5 + f + c) % 9) - 4 }) }
  }
  let plane = Plane(width: 8, height: 6, values: (0..<48).map { Float($0 * 5) })
  let mistakes = (0..<7).map { index in
    Mistake(
      picture: .map(plane, .gray()), truth: String(index), answer: String(9 - index),
      probability: 0.5 + Double(index) / 20)
  }
  return [
    ("kernel card 3×3", try .kernelCard(sobel(), name: "sobel-x")),
    ("kernel card 5×5", try .kernelCard(gaussian(), name: "gaussian-5")),
    ("curves", .trainingCurves(records, title: "lenet5 on digits")),
    ("curves of one epoch", .trainingCurves([records[0]])),
    ("confusion", .confusionMatrix(counts: counts, classes: (0..<10).map(String.init))),
    (
      "confusion with names",
      .confusionMatrix(
        counts: [[9, 1, 0, 0], [0, 10, 0, 0], [2, 2, 6, 0], [0, 0, 0, 12]], classes: ["boat", "bird", "cat", "dog"])
    ),
    ("worst mistakes", .worstMistakes(mistakes)),
    ("filter sheet", Figure(title: "filters", FilterSheet(filters))),
    ("filter sheet, each", Figure(title: "filters", FilterSheet(filters, scaling: .each))),
    ("deep filter sheet", Figure(title: "filters", FilterSheet(deep, scaling: .each))),
    ("feature map", Figure(title: "map", FeatureMap(plane, display: .signedGray(limit: 255), width: 120))),
    ("numbers", Figure(title: "numbers", NumberMatrix(plane, windows: [CellWindow(x: 1, y: 1, width: 3, height: 3)]))),
    (
      "bars",
      Figure(title: "bars", Bars(probabilities: [("boat", 0.94), ("bird", 0.04), ("cat", 0.01), ("dog", 0.01)]))
    ),
  ]
}

@Suite struct BlocksTests {
  @Test(arguments: Style.Theme.allCases) func noTextIsClippedOverlappingOrSmall(_ theme: Style.Theme) throws {
    for (name, figure) in try samples() {
      let faults = layoutFaults(figure, Style(theme))
      #expect(faults.isEmpty, "\(name): \(faults.joined(separator: "\n"))")
    }
  }

  @Test(arguments: [FigureFormat.png, .svg, .pdf]) func sameFigureSameBytes(_ format: FigureFormat) throws {
    for (name, figure) in try samples() {
      let bytes = try figure.rendered(as: format)
      #expect(bytes.starts(with: signatures[format] ?? []), "\(name)")
      _ = try Figure(title: "another in between", Text("between")).rendered(as: format)
      #expect(try figure.rendered(as: format) == bytes, "\(name)")
    }
  }

  @Test func anUnknownEndingIsRefused() {
    #expect(throws: FigureError.unknownFormat(path: "a.bmp")) { try FigureFormat(path: "a.bmp") }
    #expect(
      FigureError.unknownFormat(path: "a.bmp").description == "a.bmp: a figure is written as .png, .svg, .pdf or .gif")
  }

  @Test(arguments: [
    (-0.0001, 2, "0"), (0.5, 2, "0.5"), (-3, 2, "−3"), (1.255, 1, "1.3"), (2.303, 3, "2.303"), (100, 0, "100"),
  ]) func shortNumbers(_ value: Double, _ decimals: Int, _ text: String) {
    #expect(NumberText.short(value, decimals: decimals) == text)
  }

  @Test func axesHoldTheirValuesInRoundSteps() {
    let axis = Axis("loss", holding: [0.13, 2.31])
    #expect(axis.lowest == 0 && axis.highest == 2.5)
    #expect(axis.ticks == [0, 0.5, 1, 1.5, 2, 2.5])
  }

  @Test func frequencyResponseOfABlurIsItsSumInTheMiddle() throws {
    let magnitude = FrequencyResponse(of: try gaussian(), samples: 33).magnitude
    #expect(abs(magnitude[16, 16] - 1) < 1e-6)
    // The binomial blur is cos⁴(πu) along an axis: 0 at half a cycle a pixel.
    #expect(abs(magnitude[16, 0]) < 1e-6)
    #expect(abs(magnitude[16, 24] - 0.25) < 1e-6)
  }

  @Test func zeroIsInTheMiddleOfDivergingColours() {
    #expect(ColourMap.diverging(limit: 3, Style(.light)).colour(of: 0) == Colour(hex: 0xFFFFFF))
  }
}
