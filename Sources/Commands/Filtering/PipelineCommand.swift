import CommandLineKit
import ConvolutionCore
import KernelFiles

/// `cnnlab pipeline`: several stages, one after another.
struct PipelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline",
    abstract: "Apply several stages one after another and print the shape after each.",
    usage: "cnnlab pipeline \"STAGE STAGE …\" IMAGE… [-o PATH] [<options>]",
    discussion: """
      A stage is a kernel or gradient (see 'cnnlab help filter'), an activation (relu, tanh, sigmoid,
      leaky-relu) or a pooling (max:2, average:3:1, sum:2). For example
        cnnlab pipeline "edge relu max:2 sobel-x relu" photo.png
      """)

  @Argument(help: ArgumentHelp("The stages, with spaces between them, in one argument.", valueName: "stages"))
  var words: String
  @Argument(help: ArgumentHelp("PNG or JPEG pictures; - is standard input.", valueName: "image"), completion: .file())
  var images: [String]
  @OptionGroup(title: "Convolution options") var convolution: ConvolutionOptions
  @OptionGroup(title: "Input options") var input: PictureInputOptions
  @OptionGroup(title: "Output options") var output: MapOutputOptions
  @OptionGroup var running: RunOptions

  var needs: [OptionNeed] {
    output.needs(isPreviewed: running.preview) + input.needs(isColour: output.colour && !running.preview)
  }

  mutating func run() throws {
    let parsed = try StageWords.parse(words, convolution: convolution.convolution)
    if !running.quiet { parsed.remarks.forEach(printNote) }
    if let option = convolution.changed.first, parsed.stages.allSatisfy({ $0.kernelSize == nil }) {
      throw ValidationError("\(option) has no effect: no stage of the pipeline has a kernel")
    }
    convolution.noteUnused(isQuiet: running.quiet)
    let name = fileSafe(parsed.stages.map(\.name).joined(separator: "-"))
    let chains = [StageChain(name: name, stages: parsed.stages)]
    try PictureRun(
      inputs: images, chains: chains, kernelFiles: parsed.files, input: input, output: output, running: running,
      detail: .stages
    ).run()
  }
}
