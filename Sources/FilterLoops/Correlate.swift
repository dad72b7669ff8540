// Correlation of four output rows at once. Tap j of a kernel row lies `offsets[j]` behind the leftmost; sums run row by
// row as in the reference; `count`, the columns, is at least 64.

/// Four rows of (Σ weight · value) / divisor + bias, neighbours in the source too (stride 1, dilation 1).
///
/// `rows[r]`, r < height + 3, points at the source value under the leftmost tap of output column 0. With `streams`,
/// outputs go past the caches.
@inline(never)
public func correlateNeighbours(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, rows: UnsafePointer<UnsafePointer<Float>>,
  weights: UnsafePointer<Float>, width: Int, height: Int, offsets: UnsafePointer<Int>, divisor: Float, bias: Float,
  streams: Bool
) {
  let streams = streams && sharesAlignment(outputs)
  var x = 0
  while x < count {
    // The last tile ends with the row: where it overlaps its neighbour both store the same values.
    if x &+ 2 &* FloatVector.scalarCount > count { x = count &- 2 &* FloatVector.scalarCount }
    var tile = sumOfNeighbours(rows, x, weights, width, height, offsets, multiplyAdd)
    finish(&tile, divisor, bias)
    let past = Int(bitPattern: outputs[0] + x) % MemoryLayout<FloatVector>.size / MemoryLayout<Float>.size
    if streams && past == 0 {
      for q in 0..<4 {
        let target = UnsafeMutableRawPointer(outputs[q] + x)
        stream(target, tile[2 &* q])
        stream(target + MemoryLayout<FloatVector>.size, tile[2 &* q &+ 1])
      }
    } else {
      store(tile, outputs, x)
      // The next tile steps back to where vectors are aligned, unless this was the last.
      if streams && x &+ 2 &* FloatVector.scalarCount < count { x &-= past }
    }
    x &+= 2 &* FloatVector.scalarCount
  }
  if streams { finishStreaming() }
}

/// Four rows of Σ weight · value modulo 2¹⁶, neighbours in the source too.
@inline(never)
public func correlateNeighbours(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Int16>>, count: Int, rows: UnsafePointer<UnsafePointer<Int16>>,
  weights: UnsafePointer<Int16>, width: Int, height: Int, offsets: UnsafePointer<Int>
) {
  var x = 0
  while x < count {
    if x &+ 2 &* ShortVector.scalarCount > count { x = count &- 2 &* ShortVector.scalarCount }
    store(sumOfNeighbours(rows, x, weights, width, height, offsets, multiplyAddShorts), outputs, x)
    x &+= 2 &* ShortVector.scalarCount
  }
}

/// Four rows of (Σ weight · value) / divisor + bias that share no source rows (stride or dilation over 1).
///
/// `rows[q * height + i]` points at the source value under the leftmost tap of kernel row i, output row q, column 0.
@inline(never)
public func correlateApart(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Float>>, count: Int, rows: UnsafePointer<UnsafePointer<Float>>,
  weights: UnsafePointer<Float>, width: Int, height: Int, offsets: UnsafePointer<Int>, divisor: Float, bias: Float
) {
  var x = 0
  while x < count {
    if x &+ 2 &* FloatVector.scalarCount > count { x = count &- 2 &* FloatVector.scalarCount }
    var tile = sumApart(rows, x, weights, width, height, offsets, multiplyAdd)
    finish(&tile, divisor, bias)
    store(tile, outputs, x)
    x &+= 2 &* FloatVector.scalarCount
  }
}

/// Four rows of Σ weight · value modulo 2¹⁶ that share no source rows.
@inline(never)
public func correlateApart(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Int16>>, count: Int, rows: UnsafePointer<UnsafePointer<Int16>>,
  weights: UnsafePointer<Int16>, width: Int, height: Int, offsets: UnsafePointer<Int>
) {
  var x = 0
  while x < count {
    if x &+ 2 &* ShortVector.scalarCount > count { x = count &- 2 &* ShortVector.scalarCount }
    store(sumApart(rows, x, weights, width, height, offsets, multiplyAddShorts), outputs, x)
    x &+= 2 &* ShortVector.scalarCount
  }
}

/// Four rows of Σ weight · value in double precision, neighbours in the source too.
@inline(never)
public func correlateNeighbours(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Double>>, count: Int, rows: UnsafePointer<UnsafePointer<Double>>,
  weights: UnsafePointer<Double>, width: Int, height: Int, offsets: UnsafePointer<Int>
) {
  var x = 0
  while x < count {
    if x &+ 2 &* DoubleVector.scalarCount > count { x = count &- 2 &* DoubleVector.scalarCount }
    store(sumOfNeighbours(rows, x, weights, width, height, offsets, multiplyAdd), outputs, x)
    x &+= 2 &* DoubleVector.scalarCount
  }
}

/// Four rows of Σ weight · value in double precision that share no source rows.
@inline(never)
public func correlateApart(
  _ outputs: UnsafePointer<UnsafeMutablePointer<Double>>, count: Int, rows: UnsafePointer<UnsafePointer<Double>>,
  weights: UnsafePointer<Double>, width: Int, height: Int, offsets: UnsafePointer<Int>
) {
  var x = 0
  while x < count {
    if x &+ 2 &* DoubleVector.scalarCount > count { x = count &- 2 &* DoubleVector.scalarCount }
    store(sumApart(rows, x, weights, width, height, offsets, multiplyAdd), outputs, x)
    x &+= 2 &* DoubleVector.scalarCount
  }
}

@inline(__always)
private func multiplyAddShorts(_ sum: ShortVector, _ weight: ShortVector, _ value: ShortVector) -> ShortVector {
  sum &+ weight &* value
}

/// True when the four rows lie alike in their cache lines, so that their vectors can be aligned together.
@inline(__always)
private func sharesAlignment(_ outputs: UnsafePointer<UnsafeMutablePointer<Float>>) -> Bool {
  let first = UInt(bitPattern: outputs[0])
  var difference: UInt = 0
  for q in 1..<4 { difference |= UInt(bitPattern: outputs[q]) ^ first }
  return difference % UInt(MemoryLayout<FloatVector>.size) == 0
}

/// The register tile: 4 output rows × 2 vectors, eight sums that never leave their registers.
private typealias Tile<V: SIMD> = InlineArray<8, V>
/// sum + weight · value.
private typealias MultiplyAdd<V: SIMD> = (_ sum: V, _ weight: V, _ value: V) -> V
private typealias OutputRows<V: SIMD> = UnsafePointer<UnsafeMutablePointer<V.Scalar>>
private typealias SourceRows<V: SIMD> = UnsafePointer<UnsafePointer<V.Scalar>>

/// The sums of a tile whose leftmost column is `x`; every source vector is loaded once for all four rows.
@inline(__always)
private func sumOfNeighbours<V: SIMD>(
  _ rows: SourceRows<V>, _ x: Int, _ weights: UnsafePointer<V.Scalar>, _ width: Int, _ height: Int,
  _ offsets: UnsafePointer<Int>, _ multiplyAdd: MultiplyAdd<V>
) -> Tile<V> {
  var tile = Tile<V>(repeating: V())
  var r = 0
  while r < height &+ 3 {
    let row = rows[r] + x
    let weights = weights + r &* width
    // Source row r takes part in output rows max(0, r − height + 1)...min(3, r). Each range has a loop of its own,
    // so that the compiler sees which registers it adds to.
    switch (max(0, r &- height &+ 1), min(3, r)) {
    case (0, 0): addRow(row, weights, width, offsets, to: 0, through: 0, &tile, multiplyAdd)
    case (0, 1): addRow(row, weights, width, offsets, to: 0, through: 1, &tile, multiplyAdd)
    case (0, 2): addRow(row, weights, width, offsets, to: 0, through: 2, &tile, multiplyAdd)
    case (0, _): addRow(row, weights, width, offsets, to: 0, through: 3, &tile, multiplyAdd)
    case (1, 1): addRow(row, weights, width, offsets, to: 1, through: 1, &tile, multiplyAdd)
    case (1, 2): addRow(row, weights, width, offsets, to: 1, through: 2, &tile, multiplyAdd)
    case (1, _): addRow(row, weights, width, offsets, to: 1, through: 3, &tile, multiplyAdd)
    case (2, 2): addRow(row, weights, width, offsets, to: 2, through: 2, &tile, multiplyAdd)
    case (2, _): addRow(row, weights, width, offsets, to: 2, through: 3, &tile, multiplyAdd)
    default: addRow(row, weights, width, offsets, to: 3, through: 3, &tile, multiplyAdd)
    }
    r &+= 1
  }
  return tile
}

/// Adds one source row to the sums of output rows `first` through `last`, both known when compiled.
@inline(__always)
private func addRow<V: SIMD>(
  _ row: UnsafePointer<V.Scalar>, _ weights: UnsafePointer<V.Scalar>, _ width: Int, _ offsets: UnsafePointer<Int>,
  to first: Int, through last: Int, _ tile: inout Tile<V>, _ multiplyAdd: MultiplyAdd<V>
) {
  var j = 0
  while j < width {
    let source = UnsafeRawPointer(row + offsets[j])
    let left = source.loadUnaligned(as: V.self)
    let right = source.loadUnaligned(fromByteOffset: MemoryLayout<V>.size, as: V.self)
    var q = first
    while q <= last {
      let weight = V(repeating: weights[j &- q &* width])
      tile[2 &* q] = multiplyAdd(tile[2 &* q], weight, left)
      tile[2 &* q &+ 1] = multiplyAdd(tile[2 &* q &+ 1], weight, right)
      q &+= 1
    }
    j &+= 1
  }
}

@inline(__always)
private func sumApart<V: SIMD>(
  _ rows: SourceRows<V>, _ x: Int, _ weights: UnsafePointer<V.Scalar>, _ width: Int, _ height: Int,
  _ offsets: UnsafePointer<Int>, _ multiplyAdd: MultiplyAdd<V>
) -> Tile<V> {
  var tile = Tile<V>(repeating: V())
  var i = 0
  while i < height {
    var j = 0
    while j < width {
      let weight = V(repeating: weights[i &* width &+ j])
      let offset = x &+ offsets[j]
      for q in 0..<4 {
        let source = UnsafeRawPointer(rows[q &* height &+ i] + offset)
        let left = source.loadUnaligned(as: V.self)
        let right = source.loadUnaligned(fromByteOffset: MemoryLayout<V>.size, as: V.self)
        tile[2 &* q] = multiplyAdd(tile[2 &* q], weight, left)
        tile[2 &* q &+ 1] = multiplyAdd(tile[2 &* q &+ 1], weight, right)
      }
      j &+= 1
    }
    i &+= 1
  }
  return tile
}

/// Sums to values; most kernels spare the division.
@inline(__always)
private func finish(_ tile: inout Tile<FloatVector>, _ divisor: Float, _ bias: Float) {
  if divisor == 1 {
    for index in 0..<8 { tile[index] = tile[index] + bias }
  } else {
    for index in 0..<8 { tile[index] = tile[index] / divisor + bias }
  }
}

/// Stores a tile at column `x` of the four output rows.
@inline(__always)
private func store<V: SIMD>(_ tile: Tile<V>, _ outputs: OutputRows<V>, _ x: Int) {
  for q in 0..<4 {
    let target = UnsafeMutableRawPointer(outputs[q] + x)
    target.storeBytes(of: tile[2 &* q], as: V.self)
    target.storeBytes(of: tile[2 &* q &+ 1], toByteOffset: MemoryLayout<V>.size, as: V.self)
  }
}
