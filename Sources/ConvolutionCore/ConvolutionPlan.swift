/// A convolution made ready for pictures of one size: what was asked is checked once, then any band of output rows can
/// be computed, in any order and on any thread.
///
/// Taken directly, each output has the bits of ``Convolution/reference(_:with:)``: the same products are rounded and
/// added in the same order, only several outputs at a time. A kernel of low rank is summed by columns and rows where
/// that is less work; outputs then lie within ``errorBound`` of the reference. Whole numbers stay exact: kernels of them
/// are split into products of whole numbers or not at all.
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

  /// The passes of a low-rank kernel; nil where the kernel is taken as it stands.
  let lowRank: LowRankKernel?
  let geometry: ConvolutionGeometry
  let segments: [RowSegment]
  /// True where sums are formed in double precision: see ``Convolution/reference(_:with:)``.
  let isSummedInDoubles: Bool

  /// Checks the request and prepares it.
  /// - Throws: `ConvolutionError`, see ``Convolution/outputSize(of:kernel:)``.
  public init(
    _ convolution: Convolution, kernel: Kernel, source: Size, method: Method = .fastest,
    instructionSet: InstructionSet = .current
  ) throws(ConvolutionError) {
    output = try convolution.outputSize(of: source, kernel: kernel.size)
    self.convolution = convolution
    self.kernel = convolution.flip ? kernel.flipped : kernel
    self.source = source
    self.instructionSet = instructionSet.isSupported ? instructionSet : .baseline
    lowRank = method == .fastest ? LowRankKernel(worthwhileFor: self.kernel) : nil
    geometry = ConvolutionGeometry(convolution, kernel: kernel.size, source: source)
    isSummedInDoubles = kernel.isSummedInDoubles
    // Doubles are not read where the picture's floats lie.
    segments =
      isSummedInDoubles
      ? [RowSegment(packing: geometry, 0..<output.width)] : RowSegment.segments(geometry, outputWidth: output.width)
  }

  /// How sums are formed.
  public enum Method: Sendable, Equatable {
    /// By columns and rows where the kernel's rank makes that less work, else directly.
    case fastest
    /// Every product of the kernel, in the order of the reference.
    case direct
  }

  /// The most that an output may differ from the reference, for each unit of the largest pixel; 0 means the same bits.
  ///
  /// Whole-numbered kernels are exact on 8-bit pixels whatever the bound.
  public var errorBound: Double { lowRank?.errorBound ?? 0 }

  /// The rows of the picture that output rows `rows` need, from the first to the last; empty when they see nothing but
  /// a border of zeros.
  public func sourceRows(for rows: Range<Int>) -> Range<Int> {
    guard let first = rows.first, let last = rows.last else { return 0..<0 }
    var range: Range<Int>?
    let top = first * geometry.stride - geometry.top
    let bottom = last * geometry.stride - geometry.top + geometry.drop
    for padded in top...bottom {
      guard let y = geometry.border.source(of: padded, count: source.height) else { continue }
      range = min(range?.lowerBound ?? y, y)..<max(range?.upperBound ?? 0, y + 1)
    }
    return range ?? 0..<0
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
    if isSummedInDoubles { return applyInDoubles(to: picture, rows: rows, into: result) }
    let work = SegmentBand<Float, Float>.Work(
      line: { picture + $0 * source.width }, widen: { $2.update(from: $0, count: $1) }, value: { $0 })
    for segment in segments {
      var band = SegmentBand(geometry, segment, work, floatSums(segment, streams: true))
      var y = rows.lowerBound
      while y < rows.upperBound {
        let count = min(band.rowsAtOnce, rows.upperBound - y)
        let first = result + (y - rows.lowerBound) * output.width
        band.correlate(row: y, count: count, into: first, rowLength: output.width)
        y += count
      }
    }
  }

  private func applyInDoubles(
    to picture: UnsafePointer<Float>, rows: Range<Int>, into result: UnsafeMutablePointer<Float>
  ) {
    let loops = VectorLoops(instructionSet)
    let work = SegmentBand<Float, Double>.Work(
      line: { picture + $0 * source.width }, widen: { loops.widenFloats($0, $1, $2) }, value: { Double($0) })
    let (divisor, bias) = (Double(kernel.divisor), Double(convolution.bias))
    for segment in segments {
      var band = SegmentBand(geometry, segment, work, doubleSums(segment))
      var y = rows.lowerBound
      while y < rows.upperBound {
        let count = min(band.rowsAtOnce, rows.upperBound - y)
        band.correlate(row: y, count: count)
        for q in 0..<count {
          loops.roundDoublesToFloats(
            band.spill(q), output.width, divisor, bias, result + (y - rows.lowerBound + q) * output.width)
        }
        y += count
      }
    }
  }
}
