// Activations, value by value, in place. The exponential is our own: libm differs from machine to machine, and
// WebAssembly has none.

/// max(0, x) where `slope` is 0, else x where positive and slope · x elsewhere.
@inline(never)
public func applyLeakyReLU(_ values: UnsafeMutablePointer<Float>, count: Int, slope: Float) {
  if slope == 0 {
    forEachVector(values, count) { $0.replacing(with: 0, where: $0 .< 0) }
  } else {
    forEachVector(values, count) { $0.replacing(with: $0 * slope, where: $0 .< 0) }
  }
}

/// scale · tanh(x / scale).
@inline(never)
public func applyTanh(_ values: UnsafeMutablePointer<Float>, count: Int, scale: Float) {
  forEachVector(values, count) { tanh($0 / scale) * scale }
}

/// scale / (1 + e^(−x / scale)).
@inline(never)
public func applySigmoid(_ values: UnsafeMutablePointer<Float>, count: Int, scale: Float) {
  forEachVector(values, count) { (1 / (1 + exponential(-($0 / scale)))) * scale }
}

@inline(__always)
private func forEachVector(
  _ values: UnsafeMutablePointer<Float>, _ count: Int, _ body: (FloatVector) -> FloatVector
) {
  let lanes = FloatVector.scalarCount
  var index = 0
  while index &+ lanes <= count {
    write(body(read(values + index)), values + index)
    index &+= lanes
  }
  if index < count {
    var rest = FloatVector(repeating: 0)
    for lane in 0..<count &- index { rest[lane] = values[index &+ lane] }
    rest = body(rest)
    for lane in 0..<count &- index { values[index &+ lane] = rest[lane] }
  }
}

/// eˣ to about one unit in the last place: x = n · ln 2 + r with ln 2 in two parts, 2ⁿ put together from its bits, eʳ by
/// the polynomial of Cephes' expf (Moshier, netlib.org/cephes). Past e^±87 it stays there.
@inline(__always)
private func exponential(_ x: FloatVector) -> FloatVector {
  var x = x.replacing(with: 87, where: x .> 87)
  x.replace(with: -87, where: x .< -87)
  // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
  let magic = FloatVector(repeating: 12_582_912)
  let shifted = x * 1.442_695_04 + magic
  let n = shifted - magic
  let r = x - n * 0.693_359_375 - n * -2.121_944_4e-4
  var polynomial = FloatVector(repeating: 1.987_569_15e-4)
  polynomial = polynomial * r + 1.398_199_950_7e-3
  polynomial = polynomial * r + 8.333_451_907_3e-3
  polynomial = polynomial * r + 4.166_579_589_4e-2
  polynomial = polynomial * r + 1.666_666_545_9e-1
  polynomial = polynomial * r + 5.000_000_120_1e-1
  let fraction = polynomial * r * r + r + 1
  let bits = unsafeBitCast(shifted, to: IntegerVector.self) &- unsafeBitCast(magic, to: IntegerVector.self)
  return fraction * unsafeBitCast((bits &+ 127) &<< 23, to: FloatVector.self)
}

/// The odd polynomial of Cephes' tanhf under 0.625, 1 − 2 / (e²ˣ + 1) beyond, where no digits cancel.
@inline(__always)
private func tanh(_ x: FloatVector) -> FloatVector {
  let magnitude = x.replacing(with: -x, where: x .< 0)
  let far = 1 - 2 / (exponential(magnitude * 2) + 1)
  let square = x * x
  var polynomial = FloatVector(repeating: -5.704_988_727_45e-3)
  polynomial = polynomial * square + 2.063_908_879_54e-2
  polynomial = polynomial * square + -5.373_971_555_31e-2
  polynomial = polynomial * square + 1.333_144_220_36e-1
  polynomial = polynomial * square + -3.333_328_194_22e-1
  let near = polynomial * square * x + x
  return near.replacing(with: far.replacing(with: -far, where: x .< 0), where: magnitude .> 0.625)
}
