import CommandLineKit
import DrawingKit
import KernelFiles
import SystemServices
import TextFormats
import TutorialFigures

/// `cnnlab kernels`: what kernels there are, and everything about one.
struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels",
    abstract: "List the kernels; with a name show matrix, sum, rank, separable parts, symmetry, source.")

  @Argument(
    help: ArgumentHelp("A kernel, as 'cnnlab filter' takes it.", valueName: "kernel"),
    completion: .custom { _ in KernelLibrary.names + GradientOperator.magnitudes })
  var kernels: [String] = []
  @Option(
    help: ArgumentHelp(
      "Draw matrix, response to a step and frequency response (png, svg or pdf).", valueName: "file"),
    completion: .file(extensions: ["png", "svg", "pdf"]))
  var picture: String?
  @Flag(help: "Print the same facts machine-readable.") var json = false

  mutating func run() throws {
    if kernels.isEmpty {
      if picture != nil { throw ValidationError("--picture draws one kernel: name it") }
      printOut(json ? KernelList.json.text : KernelList.text(columns: standardOutputIsTerminal ? terminalWidth : nil))
      return
    }
    let choices = try kernels.flatMap { try KernelChoice.resolve(list: $0, takesGradients: true) }
    choices.compactMap(\.found.remark).forEach(printNote)
    if let picture { try draw(choices, to: picture) }
    if json {
      printOut(JSONValue.array(choices.map { $0.gradient?.json ?? $0.found.json }).text)
    } else {
      printOut(
        choices.map { $0.gradient?.report ?? $0.found.report(elsewhere: "; --json lists them") }.joined(
          separator: "\n\n"))
    }
  }

  private func draw(_ choices: [KernelChoice], to path: String) throws {
    guard choices.count == 1 else {
      throw ValidationError("--picture draws one kernel, but \(choices.count) are named")
    }
    if choices[0].gradient != nil {
      throw ValidationError("--picture draws one kernel, but \(choices[0].name) has two: name one of them")
    }
    if let file = choices[0].file, isSameFile(file, path) { throw CommandFailure.outputIsInput(path, file) }
    do throws(FigureError) {
      _ = try FigureFormat(path: path)
    } catch {
      throw ValidationError("\(error)")
    }
    do {
      try Figure.kernelCard(choices[0].kernel, name: choices[0].name).write(to: path)
    } catch let error as FigureError {
      throw CommandFailure.figure(error)
    }
  }
}
