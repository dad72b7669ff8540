/// How a kernel slides over a picture: the options every convolution shares.
///
/// The operation is correlation, as in CNN layers: the kernel is not turned. `flip` asks for true convolution.
public struct Convolution: Sendable, Equatable {
  /// Pixels from one position to the next; at least 1.
  public var stride: Int
  /// Rows and columns added around the picture.
  public var padding: Padding
  /// What the added rows and columns hold.
  public var border: Border
  /// Pixels between neighbouring weights; 1 is a solid kernel.
  public var dilation: Int
  /// Added to every sum.
  public var bias: Float
  /// Turns the kernel by 180° first: true convolution.
  public var flip: Bool

  /// The defaults are those of `cnnlab filter`.
  public init(
    stride: Int = 1, padding: Padding = .same, border: Border = .replicate, dilation: Int = 1, bias: Float = 0,
    flip: Bool = false
  ) {
    self.stride = stride
    self.padding = padding
    self.border = border
    self.dilation = dilation
    self.bias = bias
    self.flip = flip
  }

  /// The size of the map: ⌊(n + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1 along each axis.
  ///
  /// Example: a 5×5 kernel on 32×32 under `valid` gives 28×28.
  /// - Throws: `ConvolutionError` when stride, dilation or padding make no sense or the kernel does not fit.
  public func outputSize(of plane: Size, kernel: Size) throws(ConvolutionError) -> Size {
    guard kernel.width > 0, kernel.height > 0 else { throw .emptyKernel }
    guard plane.width > 0, plane.height > 0 else { throw .emptyPlane }
    guard stride > 0 else { throw .strideNotPositive(stride) }
    guard dilation > 0 else { throw .dilationNotPositive(dilation) }
    for count in padding.counts {
      guard count >= 0 else { throw .paddingNegative(count) }
      guard count <= Self.largestOption else { throw .paddingTooLarge(count) }
    }
    guard stride <= Self.largestOption else { throw .strideTooLarge(stride) }
    guard dilation <= Self.largestOption else { throw .dilationTooLarge(dilation) }
    let window = window(of: plane, kernel: kernel)
    guard window.fits(plane) else {
      let padded = Size(
        width: window.columns(of: plane.width).paddedLength, height: window.rows(of: plane.height).paddedLength)
      throw .kernelLargerThanPlane(kernel: window.reach, plane: plane, padded: padded)
    }
    let map = window.outputSize(of: plane)
    guard map.width <= Self.largestMap / map.height else { throw .mapTooLarge(map) }
    return map
  }

  /// Stride, dilation and padding go no further, so that sizes cannot overflow.
  public static let largestOption = 65_535
  /// The most values that a map may have: what a 32-bit `Int` counts.
  public static let largestMap = 2_147_483_647
}
