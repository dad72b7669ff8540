import CommandLineKit
import ConvolutionCore

/// How kernels slide over a picture.
struct ConvolutionOptions: ParsableArguments {
  @Option(help: "Pixels from one position to the next.") var stride = 1
  @Option(
    help: ArgumentHelp(
      "Rows and columns around the picture: valid (none), same, full, a number, four (TOP,RIGHT,BOTTOM,LEFT), or same-tf "
        + "(TensorFlow's SAME, which differs where there is a stride)."))
  var padding = Padding.same
  @Option(help: "What stands beyond the edge.") var border = Border.replicate
  @Option(help: "Pixels between neighbouring weights; 1 is a solid kernel.") var dilation = 1
  @Option(help: "Added to every sum.") var bias: Float = 0
  @Flag(help: "Turn the kernel by 180°: true convolution. The default is correlation, as in CNNs.") var flip = false

  /// The options as the core takes them.
  var convolution: Convolution {
    Convolution(stride: stride, padding: padding, border: border, dilation: dilation, bias: bias, flip: flip)
  }

  /// The options that differ from what they are when not given.
  var changed: [String] {
    let plain = Convolution()
    let given = convolution
    return [
      (given.stride != plain.stride, "--stride"), (given.padding != plain.padding, "--padding"),
      (given.border != plain.border, "--border"), (given.dilation != plain.dilation, "--dilation"),
      (given.bias != plain.bias, "--bias"), (given.flip != plain.flip, "--flip"),
    ].filter(\.0).map(\.1)
  }

  /// Says of a border that nothing reaches it.
  func noteUnused(isQuiet: Bool) {
    guard !isQuiet, border != .replicate, [.valid, .explicit(0)].contains(padding) else { return }
    printNote("--border has no effect with --padding \(padding.defaultValueDescription): no kernel reaches the edge")
  }

  mutating func validate() throws {
    do {
      // On a single pixel nothing but the options themselves can be wrong.
      _ = try convolution.outputSize(of: Size(width: 1, height: 1), kernel: Size(width: 1, height: 1))
    } catch {
      throw ValidationError(sentence(error))
    }
  }
}
