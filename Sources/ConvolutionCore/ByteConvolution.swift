/// A convolution of an 8-bit picture into an 8-bit map, in bands of rows: made for pictures that are convolved while
/// they are decoded and encoded.
///
/// Each output is the exact value clamped to 0…255 and rounded, halves to the even neighbour, for kernels of whole
/// numbers over a divisor: summed in 16-bit integers where sums fit, else in floats or doubles that hold them. Of other
/// kernels it is the rounded value of ``Convolution/reference(_:with:)``; where these are summed by columns and rows (see
/// ``ConvolutionPlan/errorBound``), a value that near to a half may go to the other side.
/// Only the rows that a band needs are looked at, and nothing is shared between bands: any number may be computed
/// at once, on any threads.
public struct ByteConvolution: Sendable {
  /// The size of the pictures.
  public let source: Size
  /// The size of the maps.
  public let output: Size
  /// The instructions its loops use.
  public let instructionSet: InstructionSet

  let plan: ConvolutionPlan
  let segment: RowSegment
  let shorts: ShortSums?
  /// True when sums are doubles.
  let isSummedInDoubles: Bool

  /// True when sums are 16-bit integers.
  public var isSummedInShorts: Bool { shorts != nil }

  /// Checks the request and prepares it.
  /// - Throws: `ConvolutionError`, see ``Convolution/outputSize(of:kernel:)``.
  public init(
    _ convolution: Convolution, kernel: Kernel, source: Size, method: ConvolutionPlan.Method = .fastest,
    instructionSet: InstructionSet = .current
  ) throws(ConvolutionError) {
    plan = try ConvolutionPlan(
      convolution, kernel: kernel, source: source, method: method, instructionSet: instructionSet)
    self.source = source
    output = plan.output
    self.instructionSet = plan.instructionSet
    segment = RowSegment(packing: plan.geometry, 0..<plan.output.width)
    let kernel = plan.kernel
    let floatsRoundRight = Self.floatsRoundRight(divisor: kernel.divisor, bias: convolution.bias)
    let shorts = ShortSums(kernel)
    self.shorts =
      floatsRoundRight || shorts?.wholeBias(convolution.bias, divisor: kernel.divisor) != nil ? shorts : nil
    isSummedInDoubles = self.shorts == nil && kernel.isWhole && (plan.isSummedInDoubles || !floatsRoundRight)
  }

  /// True where a whole sum over the divisor plus the bias, each rounded to a float, is never taken for a half that it is
  /// not: it lies 1/(2 · divisor) from one or more, and the roundings of numbers up to 2¹¹ reach less far.
  private static func floatsRoundRight(divisor: Float, bias: Float) -> Bool {
    divisor <= 2048 && divisor == divisor.rounded(.towardZero) && bias.magnitude <= 1024
      && 2 * bias == (2 * bias).rounded(.towardZero)
  }

  /// How far the value that is rounded may lie from the reference, for each unit of the largest pixel.
  public var errorBound: Double { plan.kernel.isWhole ? 0 : plan.errorBound }

  /// The rows of the picture that output rows `rows` need; empty when they see nothing but a border of zeros.
  ///
  /// Under `wrap`, rows at the top or bottom need all of the picture.
  public func sourceRows(for rows: Range<Int>) -> Range<Int> {
    plan.sourceRows(for: rows)
  }

  /// Computes the output rows `rows` into `result`, `rowLength` bytes from one row to the next.
  ///
  /// `lines[i]` is row `sourceRows(for: rows).lowerBound + i` of the picture, `source.width` bytes.
  /// - Complexity: `rows.count` × `output.width` × kernel weights; memory for some rows.
  public func apply(
    to lines: UnsafePointer<UnsafePointer<UInt8>>, rows: Range<Int>, into result: UnsafeMutablePointer<UInt8>,
    rowLength: Int
  ) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= output.height, "no such output rows")
    precondition(rowLength >= output.width, "output rows overlap")
    guard !rows.isEmpty else { return }
    let first = sourceRows(for: rows).lowerBound
    let loops = VectorLoops(instructionSet)
    let line = { (y: Int) in lines[y - first] }
    let target = ByteRows(start: result, rowLength: rowLength, width: output.width)
    if let shorts {
      sumShorts(shorts, loops, line, rows, target)
    } else if isSummedInDoubles {
      sumDoubles(loops, line, rows, target)
    } else {
      sumFloats(loops, line, rows, target)
    }
  }

  /// Computes the output rows `rows` as floats, neither clamped nor rounded to levels, with the bits of
  /// ``ConvolutionPlan/apply(to:rows:into:)``: `rows.count` rows of `output.width` values.
  public func apply(
    to lines: UnsafePointer<UnsafePointer<UInt8>>, rows: Range<Int>, into result: UnsafeMutablePointer<Float>
  ) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= output.height, "no such output rows")
    guard !rows.isEmpty else { return }
    let first = sourceRows(for: rows).lowerBound
    let loops = VectorLoops(instructionSet)
    let line = { (y: Int) in lines[y - first] }
    let width = output.width
    guard plan.isSummedInDoubles else {
      let work = SegmentBand<UInt8, Float>.Work(
        line: line, widen: { loops.widenToFloats($0, $1, $2) }, value: { Float($0) })
      return run(work, plan.floatSums(segment, streams: false), rows) { values, row in
        (result + row * width).update(from: values, count: width)
      }
    }
    let work = SegmentBand<UInt8, Double>.Work(
      line: line, widen: { loops.widenToDoubles($0, $1, $2) }, value: { Double($0) })
    let (divisor, bias) = (Double(plan.kernel.divisor), Double(plan.convolution.bias))
    run(work, plan.doubleSums(segment), rows) { sums, row in
      loops.roundDoublesToFloats(sums, width, divisor, bias, result + row * width)
    }
  }

  private struct ByteRows {
    let start: UnsafeMutablePointer<UInt8>
    let rowLength: Int
    let width: Int
  }

  private func sumFloats(
    _ loops: VectorLoops, _ line: @escaping (Int) -> UnsafePointer<UInt8>, _ rows: Range<Int>, _ target: ByteRows
  ) {
    let work = SegmentBand<UInt8, Float>.Work(
      line: line, widen: { loops.widenToFloats($0, $1, $2) }, value: { Float($0) })
    run(work, plan.floatSums(segment, streams: false), rows, target) { values, bytes in
      loops.roundFloats(values, target.width, bytes)
    }
  }

  private func sumShorts(
    _ shorts: ShortSums, _ loops: VectorLoops, _ line: @escaping (Int) -> UnsafePointer<UInt8>, _ rows: Range<Int>,
    _ target: ByteRows
  ) {
    let work = SegmentBand<UInt8, Int16>.Work(
      line: line, widen: { loops.widenToShorts($0, $1, $2) }, value: { Int16($0) })
    let bias = plan.convolution.bias
    let divisor = plan.kernel.divisor
    if let whole = shorts.wholeBias(bias, divisor: divisor), let correlate = loops.correlateBytes,
      plan.geometry.rowsAreNeighbours, plan.lowRank == nil
    {
      return correlateBytes(shorts, correlate, whole, line, rows, target)
    }
    let sum = plan.shortSums(shorts, segment)
    if let whole = shorts.wholeBias(bias, divisor: divisor) {
      run(work, sum, rows, target) { sums, bytes in loops.clampShorts(sums, target.width, whole, bytes) }
    } else {
      run(work, sum, rows, target) { sums, bytes in
        loops.roundShorts(sums, target.width, shorts.minimum, divisor, bias, bytes)
      }
    }
  }

  /// From bytes to bytes in registers.
  private func correlateBytes(
    _ shorts: ShortSums, _ correlate: @escaping VectorLoops.CorrelateBytes, _ bias: Int16,
    _ line: @escaping (Int) -> UnsafePointer<UInt8>, _ rows: Range<Int>, _ target: ByteRows
  ) {
    let kernel = plan.kernel
    let work = SegmentBand<UInt8, UInt8>.Work(
      line: line, widen: { $2.update(from: $0, count: $1) }, value: { $0 })
    for segment in plan.segments {
      let sum = plan.eachGroup { outputs, count, rows in
        correlate(outputs, count, rows, shorts.weights, kernel.width, kernel.height, bias)
      }
      var band = SegmentBand(plan.geometry, segment, work, sum)
      var y = rows.lowerBound
      while y < rows.upperBound {
        let count = min(band.rowsAtOnce, rows.upperBound - y)
        let first = target.start + (y - rows.lowerBound) * target.rowLength
        band.correlate(row: y, count: count, into: first, rowLength: target.rowLength)
        y += count
      }
    }
  }

  private func sumDoubles(
    _ loops: VectorLoops, _ line: @escaping (Int) -> UnsafePointer<UInt8>, _ rows: Range<Int>, _ target: ByteRows
  ) {
    let work = SegmentBand<UInt8, Double>.Work(
      line: line, widen: { loops.widenToDoubles($0, $1, $2) }, value: { Double($0) })
    let (divisor, bias) = (Double(plan.kernel.divisor), Double(plan.convolution.bias))
    let sum = plan.doubleSums(segment)
    if 2 * bias == (2 * bias).rounded(.towardZero) {
      run(work, sum, rows, target) { sums, bytes in
        loops.roundDoubles(sums, target.width, divisor, bias, bytes)
      }
      return
    }
    // A bias as 0.1 is not the float that stands for it: what rounds to a half as a float is meant as one.
    let values = UnsafeMutablePointer<Float>.allocate(capacity: target.width)
    defer { values.deallocate() }
    run(work, sum, rows, target) { sums, bytes in
      loops.roundDoublesToFloats(sums, target.width, divisor, bias, values)
      loops.roundFloats(values, target.width, bytes)
    }
  }

  private func run<Value>(
    _ work: SegmentBand<UInt8, Value>.Work, _ sum: @escaping SegmentBand<UInt8, Value>.Correlate, _ rows: Range<Int>,
    _ target: ByteRows, _ finish: (UnsafePointer<Value>, UnsafeMutablePointer<UInt8>) -> Void
  ) {
    run(work, sum, rows) { values, row in finish(values, target.start + row * target.rowLength) }
  }

  /// Hands the sums of each output row to `finish`, with its number counted from the first of `rows`.
  private func run<Value>(
    _ work: SegmentBand<UInt8, Value>.Work, _ sum: @escaping SegmentBand<UInt8, Value>.Correlate, _ rows: Range<Int>,
    _ finish: (UnsafePointer<Value>, _ row: Int) -> Void
  ) {
    var band = SegmentBand(plan.geometry, segment, work, sum)
    var y = rows.lowerBound
    while y < rows.upperBound {
      let count = min(band.rowsAtOnce, rows.upperBound - y)
      band.correlate(row: y, count: count)
      for q in 0..<count { finish(band.spill(q), y - rows.lowerBound + q) }
      y += count
    }
  }
}

extension ByteConvolution {
  /// Convolves a whole picture, in bands of rows that `parallel` may run at once.
  public func apply(to picture: UnsafeBufferPointer<UInt8>, parallel: ParallelFor = inOrder) -> [UInt8] {
    precondition(picture.count >= source.width * source.height, "the picture is smaller than the plan's")
    let count = output.width * output.height
    return [UInt8](unsafeUninitializedCapacity: count) { result, initialized in
      apply(to: picture, into: UnsafeMutableBufferPointer(rebasing: result[..<count]), parallel: parallel)
      initialized = count
    }
  }

  /// Convolves a whole picture into `result`, in bands of rows that `parallel` may run at once.
  public func apply(
    to picture: UnsafeBufferPointer<UInt8>, into result: UnsafeMutableBufferPointer<UInt8>,
    parallel: ParallelFor = inOrder
  ) {
    precondition(picture.count >= source.width * source.height, "the picture is smaller than the plan's")
    precondition(result.count >= output.width * output.height, "the result is too small")
    guard let start = picture.baseAddress, let target = result.baseAddress else { return }
    nonisolated(unsafe) let pixels = start
    nonisolated(unsafe) let map = target
    let bandRows = plan.bandRows
    parallel((output.height + bandRows - 1) / bandRows) { band in
      let rows = band * bandRows..<min(output.height, (band + 1) * bandRows)
      let lines = sourceRows(for: rows).map { pixels + $0 * source.width }
      apply(to: lines, rows: rows, into: map + rows.lowerBound * output.width, rowLength: output.width)
    }
  }
}
