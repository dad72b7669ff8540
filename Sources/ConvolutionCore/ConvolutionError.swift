/// What can be wrong with the request for a convolution or a pooling; each case carries what was found.
public enum ConvolutionError: Error, Equatable, Sendable {
  /// A kernel without rows or columns.
  case emptyKernel
  /// `count` weights were given for `width` × `height`.
  case kernelCountMismatch(width: Int, height: Int, count: Int)
  /// Row `row`, from 1, has `count` weights, the first row `expected`.
  case raggedKernel(row: Int, count: Int, expected: Int)
  /// A weight is NaN or infinite; row and column count from 0.
  case kernelNotFinite(row: Int, column: Int)
  /// The divisor is zero, negative or not finite.
  case divisorNotPositive
  /// A picture without rows or columns.
  case emptyPlane
  /// A stride under 1.
  case strideNotPositive(Int)
  /// A dilation under 1.
  case dilationNotPositive(Int)
  /// A padding under 0.
  case paddingNegative(Int)
  /// A stride over `Convolution.largestOption`.
  case strideTooLarge(Int)
  /// A dilation over `Convolution.largestOption`.
  case dilationTooLarge(Int)
  /// A padding over `Convolution.largestOption`.
  case paddingTooLarge(Int)
  /// The kernel, spread by its dilation, does not fit into the padded picture.
  case kernelLargerThanPlane(kernel: Size, plane: Size, padded: Size)
  /// A map of more than `Convolution.largestMap` values.
  case mapTooLarge(Size)
  /// A pooling window under 1.
  case windowNotPositive(Size)
  /// The pooling window does not fit into the map.
  case windowLargerThanPlane(window: Size, plane: Size)
}
