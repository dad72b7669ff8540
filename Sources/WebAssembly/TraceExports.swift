// How a value came about, for the page's cards: see CellTrace.

/// Writes how the value at row `y`, column `x` of a map comes about, for the request that ``convolve`` takes.
///
/// `result` receives five numbers a tap (row and column of the pixel, −1 beyond a border of zeros; value; weight;
/// product), three a column sum (value, weight, product), one a partial sum, and the value. Returns how many column
/// sums there are, 0 where the taps' products are summed; −1 when the request makes no sense, −2 when `capacity`
/// numbers do not hold the trace.
@_expose(wasm, "trace") @_cdecl("trace")
func trace(
  _ source: UnsafePointer<Float>, _ width: Int32, _ height: Int32, _ numerators: UnsafePointer<Float>, _ divisor: Float,
  _ bias: Float, _ options: UnsafePointer<Int32>, _ y: Int32, _ x: Int32, _ result: UnsafeMutablePointer<Float>,
  _ capacity: Int32
) -> Int32 {
  guard let request = ConvolutionRequest(width, height, numerators, divisor, bias, options),
    let plan = try? ConvolutionPlan(request.convolution, kernel: request.kernel, source: request.source),
    y >= 0, y < plan.output.height, x >= 0, x < plan.output.width
  else { return -1 }
  let trace = plan.trace(request.plane(source), row: Int(y), column: Int(x))
  guard 5 * trace.taps.count + 3 * trace.columns.count + trace.sums.count + 1 <= Int(capacity) else { return -2 }
  var next = result
  func put(_ value: Float) {
    next.pointee = value
    next += 1
  }
  for tap in trace.taps {
    put(Float(tap.row ?? -1))
    put(Float(tap.column ?? -1))
    put(tap.value)
    put(tap.weight)
    put(tap.product)
  }
  for column in trace.columns {
    put(column.value)
    put(column.weight)
    put(column.product)
  }
  for sum in trace.sums { put(sum) }
  put(trace.value)
  return Int32(trace.columns.count)
}

/// Explains one axis: n pixels, a kernel of k under stride, dilation and padding (as in ``convolve``).
///
/// `result` receives the pixels added before and after, the span d(k−1) + 1, the positions
/// ⌊(n + p₀ + p₁ − span)/s⌋ + 1 (0 when the kernel does not fit), and the pixels at the end that no window reaches.
@_expose(wasm, "axis") @_cdecl("axis")
func axis(
  _ n: Int32, _ k: Int32, _ stride: Int32, _ dilation: Int32, _ kind: Int32, _ count: Int32,
  _ result: UnsafeMutablePointer<Int32>
) -> Int32 {
  guard n > 0, k > 0, stride > 0, dilation > 0, count >= 0, let padding = padding(kind, Int(count)) else { return -1 }
  let (before, after) = padding.amounts(
    along: .x, length: Int(n), kernel: Int(k), stride: Int(stride), dilation: Int(dilation))
  let span = Int(dilation) * (Int(k) - 1) + 1
  let padded = Int(n) + before + after
  result[0] = Int32(before)
  result[1] = Int32(after)
  result[2] = Int32(span)
  result[3] = padded < span ? 0 : Int32((padded - span) / Int(stride) + 1)
  result[4] = padded < span ? 0 : Int32((padded - span) % Int(stride))
  return 0
}
