import CommandLineKit
import ConvolutionCore
import KernelFiles

/// `cnnlab filter`: kernels over pictures.
struct FilterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filter",
    abstract: "Apply kernels to pictures and write the feature maps.",
    usage: "cnnlab filter KERNEL[,KERNEL…] IMAGE… [-o PATH] [<options>]",
    discussion: """
      A kernel is a name (edge), a member of a family (gaussian:2), a file (my.kernel),
      a matrix ("0 -1 0; -1 5 -1; 0 -1 0", fractions allowed), a learned filter
      (lenet:conv1:3 or my.safetensors:conv2:3:0, that is MODEL:LAYER:FILTER[:CHANNEL],
      counted from 0; lenet:conv1 is the whole layer), or all. sobel, scharr, prewitt are the
      magnitude of the gradient, sobel-direction is its angle. 'cnnlab kernels' lists the
      names.
      """)

  @Argument(
    help: ArgumentHelp("One kernel, or several with commas between them.", valueName: "kernel"),
    completion: .custom { _ in KernelLibrary.names + GradientOperator.magnitudes + ["all"] })
  var kernels: String
  @Argument(help: ArgumentHelp("PNG or JPEG pictures; - is standard input.", valueName: "image"), completion: .file())
  var images: [String]
  @OptionGroup(title: "Convolution options") var convolution: ConvolutionOptions
  @Option(help: "What is applied to every value after the convolution.") var activation = Activation.none
  @Flag(help: "Short for --activation relu.") var relu = false
  @Option(
    help: ArgumentHelp(
      "Pooling after the activation: max, average or sum, as max:2 or average:3:1.", valueName: "kind:window[:stride]"))
  var pool: Pooling?
  @OptionGroup(title: "Input options") var input: PictureInputOptions
  @OptionGroup(title: "Output options") var output: MapOutputOptions
  @OptionGroup var running: RunOptions

  mutating func validate() throws {
    if relu && activation != .none && activation != .relu {
      throw ValidationError(
        "--relu and --activation \(activation.defaultValueDescription) contradict each other: give one of them")
    }
    if let pool { try validatePooling(pool) }
  }

  var needs: [OptionNeed] {
    output.needs(isPreviewed: running.preview) + input.needs(isColour: output.colour && !running.preview)
  }

  mutating func run() throws {
    let choices = try KernelChoice.resolve(list: kernels, takesGradients: true)
    if !running.quiet { choices.compactMap(\.found.remark).forEach(printNote) }
    convolution.noteUnused(isQuiet: running.quiet)
    let function = relu ? .relu : activation
    var after: [Stage] = []
    if function != .none {
      after.append(Stage(name: function.defaultValueDescription, operation: .activation(function)))
    }
    if let pool { after.append(Stage(name: pool.defaultValueDescription, operation: .pooling(pool))) }
    let options = convolution.convolution
    let chains = choices.map { choice in
      StageChain(
        name: choice.fileName,
        stages: [Stage(name: choice.name, operation: choice.operation(options))] + after)
    }
    try PictureRun(
      inputs: images, chains: chains, kernelFiles: choices.compactMap(\.file), input: input, output: output,
      running: running,
      detail: output.stages ? .stages : .results
    ).run()
  }
}

/// Refuses windows and strides that make no sense on any map.
func validatePooling(_ pooling: Pooling) throws(ValidationError) {
  do throws(ConvolutionError) {
    _ = try pooling.outputSize(of: Size(width: max(1, pooling.window.width), height: max(1, pooling.window.height)))
  } catch {
    throw ValidationError(sentence(error))
  }
}
