/// A convolution made ready for pictures of one size: what was asked is checked once, then any band of output rows can
/// be computed, in any order and on any thread.
///
/// Each output has the bits of ``Convolution/reference(_:with:)``: the same products are rounded and added in the
/// same order, only several outputs at a time.
public struct ConvolutionPlan: Sendable {
  /// The options.
  public let convolution: Convolution
  /// The kernel as it is applied: turned where `flip` asks for it.
  public let kernel: Kernel
  /// The size of the pictures.
  public let source: Size
  /// The size of the maps.
  public let output: Size
  /// The instructions its loops use.
  public let instructionSet: InstructionSet

  let geometry: ConvolutionGeometry
  let segments: [RowSegment]

  /// Checks the request and prepares it.
  /// - Throws: `ConvolutionError`, see ``Convolution/outputSize(of:kernel:)``.
  public init(
    _ convolution: Convolution, kernel: Kernel, source: Size, instructionSet: InstructionSet = .current
  ) throws(ConvolutionError) {
    output = try convolution.outputSize(of: source, kernel: kernel.size)
    self.convolution = convolution
    self.kernel = convolution.flip ? kernel.flipped : kernel
    self.source = source
    self.instructionSet = instructionSet.isSupported ? instructionSet : .baseline
    geometry = ConvolutionGeometry(convolution, kernel: kernel.size, source: source)
    segments = RowSegment.segments(geometry, outputWidth: output.width)
  }

  /// Computes the output rows `rows` of a picture into `result`, whose first value is column 0 of the first of them.
  ///
  /// `picture` holds `source.height` rows of `source.width` values, `result` `rows.count` rows of `output.width`.
  /// - Complexity: `rows.count` × `output.width` × kernel weights; memory for some rows.
  public func apply(
    to picture: UnsafeBufferPointer<Float>, rows: Range<Int>, into result: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(picture.count >= source.width * source.height, "the picture is smaller than the plan's")
    precondition(rows.lowerBound >= 0 && rows.upperBound <= output.height, "no such output rows")
    precondition(result.count >= rows.count * output.width, "the result is too small for these rows")
    guard !rows.isEmpty, let picture = picture.baseAddress, let result = result.baseAddress else { return }
    let loops = VectorLoops(instructionSet)
    for segment in segments {
      var band = SegmentBand(self, segment, picture: picture)
      var y = rows.lowerBound
      while y < rows.upperBound {
        let count = min(4, rows.upperBound - y)
        band.correlate(loops, row: y, count: count, into: result + (y - rows.lowerBound) * output.width)
        y += count
      }
    }
  }
}
