#if !hasFeature(Embedded)
  /// The wording of every error of this module: what was found, what was expected, what to do.
  extension ConvolutionError: CustomStringConvertible {
    /// One line without a full stop.
    public var description: String {
      switch self {
      case .emptyKernel:
        "the kernel is empty: it needs at least one row and one column"
      case .kernelCountMismatch(let width, let height, let count):
        "\(count) weights were given for a kernel of \(width)×\(height): it takes \(width * height)"
      case .raggedKernel(let row, let count, let expected):
        "row \(row) of the kernel has \(count) weights, row 1 has \(expected): every row needs as many"
      case .kernelNotFinite(let row, let column):
        "the weight in row \(row + 1), column \(column + 1) is not a finite number: weights are numbers such as 2, -0.5 or 1/9"
      case .divisorNotPositive:
        "the kernel's divisor is not a positive number: leave it out, or turn the signs of the weights instead"
      case .emptyPlane:
        "the picture is empty: it needs at least one row and one column"
      case .strideNotPositive(let stride):
        "the stride is \(stride): it must be 1 or more"
      case .dilationNotPositive(let dilation):
        "the dilation is \(dilation): it must be 1 or more, where 1 leaves the kernel as it is"
      case .paddingNegative(let padding):
        "the padding is \(padding): it must be 0 or more"
      case .strideTooLarge(let stride):
        "the stride is \(stride): it must be \(Convolution.largestOption) or less"
      case .dilationTooLarge(let dilation):
        "the dilation is \(dilation): it must be \(Convolution.largestOption) or less"
      case .paddingTooLarge(let padding):
        "the padding is \(padding): it must be \(Convolution.largestOption) or less"
      case .kernelLargerThanPlane(let kernel, let plane, let padded):
        if padded == plane {
          "the kernel is \(kernel) but the picture is \(plane): use a smaller kernel, or padding that keeps the size"
        } else {
          "the kernel is \(kernel) but the picture is \(plane), \(padded) with its padding: "
            + "use a smaller kernel, or padding that keeps the size"
        }
      case .mapTooLarge(let map):
        "the map would be \(map): it may have \(Convolution.largestMap) values at most; use less padding"
      case .windowNotPositive(let window):
        "the pooling window is \(window): it must be 1×1 or more"
      case .windowLargerThanPlane(let window, let plane):
        "the pooling window is \(window) but the map is \(plane): choose a smaller window"
      }
    }
  }

  extension Size: CustomStringConvertible {
    /// Width × height, as in `28×28`.
    public var description: String { "\(width)×\(height)" }
  }
#endif
