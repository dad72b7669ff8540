import CommandLineKit
import ConvolutionCore
import DrawingKit
import KernelFiles
import ModelFiles
import PictureFiles
import SystemServices
import TextFormats
import TutorialFigures

extension FigureFormat: ExpressibleByArgument {}
extension Style.Theme: ExpressibleByArgument {}

/// `cnnlab figures`: the tutorial's figures, drawn anew.
struct FiguresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figures",
    abstract: "Draw the tutorial's figures, from your own picture, kernel or numbers too.",
    usage: "cnnlab figures [NAME…] [-o PATH] [<options>]",
    discussion: """
      Without a name, all figures are drawn. 'cnnlab figures list' says what each shows and
      which options change it. Every number in a figure is computed while it is drawn, and the
      same command gives the same bytes again.
      """)

  @Argument(
    help: ArgumentHelp("Names or numbers of figures; list shows them.", valueName: "name"),
    completion: .custom { _ in Tutorial.figures.map(\.name) + ["list"] })
  var names: [String] = []
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The file of one figure, or the folder of several.", valueName: "path"), completion: .file())
  var output: String?
  @Option(help: "Pixels, vectors, a page, or an animation of the figures that move; by default as -o ends, else png.")
  var format: FigureFormat?
  @Option(help: ArgumentHelp("Pixels to a point, in png and gif; a point is 1/72 inch.", valueName: "x"))
  var scale = 2.0
  @Option(help: "Colours for paper or for a dark slide.") var theme = Style.Theme.light
  @Option(help: ArgumentHelp("Your own picture.", valueName: "image"), completion: .file()) var image: String?
  @Option(help: ArgumentHelp("Your own kernel, or several with commas between them.", valueName: "kernel"))
  var kernel: String?
  @Option(help: ArgumentHelp("Your own numbers, as \"1 1 2 4; 5 6 7 8\".", valueName: "matrix")) var matrix: String?
  @Option(
    help: ArgumentHelp("Your own network: a model file, or the name of one inside the program.", valueName: "model"),
    completion: .file())
  var model: String?

  mutating func validate() throws {
    guard scale.isFinite, scale >= 0.25, scale <= 20 else {
      throw ValidationError("--scale is \(scale.defaultValueDescription): it must be 0.25 to 20")
    }
    if names.contains("list"), names.count > 1 { throw ValidationError("list stands alone: leave out the other names") }
  }

  var needs: [OptionNeed] {
    if names == ["list"] {
      return ["--output", "--format", "--scale", "--theme", "--image", "--kernel", "--matrix", "--model"].map {
        OptionNeed($0, isMet: false, "on the list of figures")
      }
    }
    let figures = names.isEmpty ? Tutorial.figures : names.compactMap { Tutorial.figure(named: $0) }
    // Where a name is unknown, that is said instead.
    guard figures.count == names.count || names.isEmpty else { return [] }
    let subject = figures.count == 1 ? "the figure \(figures[0].name)" : "these figures"
    let inputs = TutorialFigure.Input.allCases.map { input in
      OptionNeed(
        "--\(input.rawValue)", isMet: figures.contains { $0.inputs.contains(input) },
        "on \(subject): 'cnnlab figures list' says which options change which figure")
    }
    let format = format ?? output.flatMap { FigureFormat(rawValue: fileExtension($0)) } ?? .png
    return inputs + [
      OptionNeed("--scale", isMet: format == .png || format == .gif, "on \(format.rawValue), which has no pixels")
    ]
  }

  mutating func run() throws {
    if names == ["list"] {
      printOut(FigureList.text)
      return
    }
    var figures: [TutorialFigure] = []
    for name in names {
      guard let figure = Tutorial.figure(named: name) else {
        let near = closest(to: name, among: Tutorial.figures.map(\.name) + ["list"])
        let advice = near.map { "did you mean \"\($0)\"?" } ?? "'cnnlab figures list' shows them all"
        throw ValidationError("Unknown figure \"\(name)\"; \(advice)")
      }
      if !figures.contains(where: { $0.name == figure.name }) { figures.append(figure) }
    }
    let plan = try FigurePlan(asked: figures, output: output, format: format)
    try FigureRun(plan: plan, inputs: inputs(), style: Style(theme), scale: scale).run()
  }

  /// The numbers of --matrix, which are read as those of a kernel.
  private static func numbers(_ text: String) throws -> Kernel {
    do {
      return try KernelChoice.resolve(text).kernel
    } catch let error as ValidationError {
      var message = error.message
      for (word, own) in [("agged kernel", "agged matrix"), ("the kernel", "the matrix"), ("The kernel", "The matrix")]
      {
        message = message.replacing(word, with: own)
      }
      throw ValidationError(message)
    }
  }

  private func inputs() throws -> FigureInputs {
    var inputs = FigureInputs()
    if let image {
      do throws(ImageError) {
        inputs.image = (try PictureReader.read(image), image)
      } catch {
        throw CommandFailure.picture(image, error)
      }
    }
    if let kernel {
      let choices = try KernelChoice.resolve(list: kernel)
      inputs.kernels = (choices.map { NamedKernel(name: $0.name, kernel: $0.kernel) }, kernel)
    }
    if let matrix {
      let kernel = try FiguresCommand.numbers(matrix)
      inputs.matrix = (
        Plane(
          width: kernel.width, height: kernel.height, values: kernel.numerators.map { $0 / kernel.divisor }), matrix
      )
    }
    if let model {
      let read = try Model(named: model)
      inputs.model = (FigureModel(read.network, classes: read.classes), model)
    }
    return inputs
  }
}
