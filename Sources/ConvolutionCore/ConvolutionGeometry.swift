/// Where a kernel's taps lie in the padded picture.
///
/// Padded coordinates count from the first added row or column: output position x has its tap j at
/// x · stride + j · dilation there, and padded position p is column p − left of the picture.
struct ConvolutionGeometry: Sendable {
  let stride: Int
  let dilation: Int
  let border: Border
  let kernel: Size
  let source: Size
  /// Columns added on the left.
  let left: Int
  /// Rows added on top.
  let top: Int

  init(_ convolution: Convolution, kernel: Size, source: Size) {
    stride = convolution.stride
    dilation = convolution.dilation
    border = convolution.border
    self.kernel = kernel
    self.source = source
    let padding = convolution.window(of: source, kernel: kernel).padding
    left = padding.left
    top = padding.top
  }

  /// Columns from the leftmost tap to the rightmost.
  var reach: Int { dilation * (kernel.width - 1) }
  /// Rows from the topmost tap to the lowest.
  var drop: Int { dilation * (kernel.height - 1) }
  /// True when neighbouring output rows read neighbouring source rows.
  var rowsAreNeighbours: Bool { stride == 1 && dilation == 1 }
  /// Output rows that are computed together. Of tall kernels they are more, so that the source rows, which are more than
  /// the caches hold, are read less often.
  var rowsAtOnce: Int { rowsAreNeighbours && kernel.height > 64 ? 16 : 4 }
  /// The padded rows that these read, from the first to the last.
  var rowsOfGroup: Int { (rowsAtOnce - 1) * stride + drop + 1 }
}
