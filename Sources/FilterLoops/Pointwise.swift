// Activations, value by value, in place.

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
  forEachVector(values, count) { hyperbolicTangent($0 / scale) * scale }
}

/// scale / (1 + e^(−x / scale)).
@inline(never)
public func applySigmoid(_ values: UnsafeMutablePointer<Float>, count: Int, scale: Float) {
  forEachVector(values, count) { logistic($0 / scale) * scale }
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
