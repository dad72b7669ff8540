import Charts
import CommandLineKit
import ConvolutionCore
import Datasets
import DrawingKit
import ModelFiles
import NetworkDescription
import NetworkEngine
import SystemServices
import TextFormats
import Threading

/// `cnnlab test`: how well a model reads pictures it has not learned from.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Measure a model on labelled pictures: accuracy, confusion matrix, worst mistakes.",
    discussion: """
      The test part of the data is read, or all of it where there is none. The worst mistakes
      are those of which the model was surest. The balanced accuracy is the mean of the
      classes' recall: it does not rise when a rare class is given up.
      """)

  @Argument(
    help: ArgumentHelp("A model file, or a model inside the program.", valueName: "model"),
    completion: .file(extensions: ["safetensors"]))
  var model: String
  @Option(
    help: ArgumentHelp("The pictures: a data set's name or a folder.", valueName: "name|folder"),
    completion: .list(DatasetName.allCases.map(\.rawValue)))
  var data = "digits"
  @Option(
    help: ArgumentHelp("Draw the confusion matrix: .png, .svg or .pdf.", valueName: "file"), completion: .file())
  var confusion: String?
  @Option(
    help: ArgumentHelp("Draw the worst mistakes: .png, .svg or .pdf.", valueName: "file"), completion: .file())
  var mistakes: String?
  @Option(help: ArgumentHelp("Mistakes to draw and to list.", valueName: "n")) var worst = 24
  @Option(help: ArgumentHelp("Threads; by default one a core.", valueName: "n")) var threads: Int?
  @Flag(help: "Print JSON.") var json = false

  mutating func validate() throws {
    if worst < 1 { throw ValidationError("--worst is \(worst): it must be 1 or more") }
    if let threads, threads < 1 { throw ValidationError("--threads is \(threads): it must be 1 or more") }
    for (name, path) in [("--confusion", confusion), ("--mistakes", mistakes)] {
      guard let path else { continue }
      do { _ = try FigureFormat(path: path) } catch { throw ValidationError("\(name) \(error)") }
    }
  }

  /// A picture that was read wrongly.
  private struct Misreading {
    let index: Int
    /// Where the picture is a file.
    let file: String?
    let truth: Int
    let answer: Int
    let probability: Float
  }

  mutating func run() throws {
    let model = try Model(named: model)
    let source = try DatasetSource(data)
    let classes = model.classes
    // Before the pictures are read, which may take long. A folder may lack some of the classes, but has no others.
    let found = try testClasses(source)
    guard found.allSatisfy(classes.contains) else {
      throw TrainingFailure.classesDiffer(model: classes, data: found, name: source.name)
    }
    let pictures = try readTestPictures(source, for: model.input())
    warn(leftOut: pictures.leftOut)
    let places = pictures.classes.map { classes.firstIndex(of: $0) ?? 0 }
    let examples = pictures.examples
    let labels = examples.labels.map { UInt16(places[Int($0)]) }
    let probabilities: [Float]
    do throws(NetworkError) {
      probabilities = try Inference(model.network).probabilities(of: examples, threads: threads ?? coreCount)
    } catch {
      throw TrainingFailure.network(error, data: source.name)
    }
    var answers: [UInt16] = []
    var wrong: [Misreading] = []
    for index in 0..<examples.count {
      let row = probabilities[index * classes.count..<(index + 1) * classes.count]
      let answer = (row.indices.max { row[$0] < row[$1] } ?? row.startIndex) - row.startIndex
      answers.append(UInt16(answer))
      let truth = Int(labels[index])
      if answer != truth {
        wrong.append(
          Misreading(
            index: index, file: pictures.files.isEmpty ? nil : pictures.files[index], truth: truth, answer: answer,
            probability: row[row.startIndex + answer]))
      }
    }
    // The surest first; of equals the first in the data, so that the order is always the same.
    wrong.sort { ($1.probability, $0.index) < ($0.probability, $1.index) }
    let matrix = ConfusionCounts(labels: labels, answers: answers, classes: classes)
    let shown = Array(wrong.prefix(worst))
    printOut(
      json
        ? description(pictures, wrong.count, matrix, shown, source).text
        : report(pictures, wrong.count, matrix, shown, source))
    try draw(examples, matrix, shown, source, isInk: model.preparation == .ink)
  }

  private func report(
    _ pictures: TestPictures, _ wrong: Int, _ matrix: ConfusionCounts, _ shown: [Misreading], _ source: DatasetSource
  ) -> String {
    let examples = pictures.examples
    let right = examples.count - wrong
    var lines = [
      "\(source.name): \(thousands(right)) of \(thousands(examples.count)) right, "
        + "accuracy \(decimal(100 * Double(right) / Double(max(examples.count, 1)), 2)) %, "
        + "balanced \(decimal(100 * matrix.balancedAccuracy, 2)) %",
      "", matrix.text,
    ]
    if !pictures.isTestPart {
      lines.insert("There is no test part: these are all pictures, also those that may have been learned from", at: 1)
    }
    if !shown.isEmpty {
      var table = TextTable(numbersFrom: 3)
      table.add(["picture", "truth", "answer", "sure"])
      for mistake in shown.prefix(10) {
        table.add([
          mistake.file.map(legible) ?? "\(mistake.index)", matrix.classes[mistake.truth],
          matrix.classes[mistake.answer],
          "\(decimal(100 * Double(mistake.probability), 1)) %",
        ])
      }
      lines += ["", "Worst mistakes", table.text()]
    }
    return lines.joined(separator: "\n")
  }

  private func description(
    _ pictures: TestPictures, _ wrong: Int, _ matrix: ConfusionCounts, _ shown: [Misreading], _ source: DatasetSource
  ) -> JSONValue {
    let examples = pictures.examples
    func shares(_ value: (Int) -> Double?) -> JSONValue {
      .array(matrix.classes.indices.map { value($0).map { .number($0) } ?? .null })
    }
    return .object([
      ("data", .string(source.name)), ("pictures", .number(examples.count)),
      ("part", .string(pictures.isTestPart ? "test" : "all")),
      ("right", .number(examples.count - wrong)),
      ("accuracy", .number(Double(examples.count - wrong) / Double(max(examples.count, 1)))),
      ("balanced_accuracy", .number(matrix.balancedAccuracy)),
      ("classes", .array(matrix.classes.map { .string($0) })),
      ("confusion", .array(matrix.counts.map { .array($0.map { .number($0) }) })),
      ("precision", shares(matrix.precision)), ("recall", shares(matrix.recall)),
      (
        "worst",
        .array(
          shown.map { mistake in
            .object([
              ("picture", .number(mistake.index)), ("file", mistake.file.map { .string(legible($0)) } ?? .null),
              ("truth", .string(matrix.classes[mistake.truth])),
              ("answer", .string(matrix.classes[mistake.answer])), ("probability", .number(mistake.probability)),
            ])
          })
      ),
    ])
  }

  private func draw(
    _ examples: Examples, _ matrix: ConfusionCounts, _ shown: [Misreading], _ source: DatasetSource,
    isInk: Bool
  ) throws {
    do throws(FigureError) {
      if let confusion {
        try Figure.confusionMatrix(
          counts: matrix.counts, classes: matrix.classes, title: "\(fileStem(model)) on \(source.name)"
        ).write(to: confusion)
      }
      if let mistakes {
        let pictures = shown.map { mistake in
          Mistake(
            picture: examples.content(mistake.index, isInk: isInk), truth: matrix.classes[mistake.truth],
            answer: matrix.classes[mistake.answer], probability: Double(mistake.probability))
        }
        try Figure.worstMistakes(pictures, title: "Worst mistakes of \(fileStem(model)) on \(source.name)")
          .write(to: mistakes)
      }
    } catch {
      throw TrainingFailure.figure(error)
    }
  }
}

extension Examples {
  /// A picture as figures show it: prepared digits as ink on paper, all others as they are.
  func content(_ index: Int, isInk: Bool) -> Pixels.Content {
    let pixels = Array(picture(index))
    let area = width * height
    guard channels == 3 else {
      let values = pixels.prefix(area).map { isInk ? 255 - Float($0) : Float($0) }
      return .map(Plane(width: width, height: height, values: values), .gray())
    }
    let bytes = (0..<area).flatMap { [pixels[$0], pixels[area + $0], pixels[2 * area + $0]] }
    return .raster(Raster(width: width, height: height, bytes: bytes))
  }
}
