/// What can be wrong with the request for a convolution or a pooling; each case carries what was found.
public enum ConvolutionError: Error, Equatable, Sendable {
  /// A kernel without rows or columns.
  case emptyKernel
  /// `count` weights were given for `width` × `height`.
  case kernelCountMismatch(width: Int, height: Int, count: Int)
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
  /// The dilated kernel does not fit into the padded picture.
  case kernelLargerThanPlane(kernel: Size, plane: Size)
  /// A pooling window under 1.
  case windowNotPositive(Size)
  /// The pooling window does not fit into the map.
  case windowLargerThanPlane(window: Size, plane: Size)
}
