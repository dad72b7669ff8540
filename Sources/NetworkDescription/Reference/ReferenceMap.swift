/// A map of C × H × W values in double precision: what the reference works on.
public struct ReferenceMap: Sendable, Equatable {
  /// C, H, W.
  public let shape: Shape
  /// The values in the order C, H, W.
  public var values: [Double]

  /// A map of given values, as many as the shape has.
  public init(shape: Shape, values: [Double]) {
    precondition(values.count == shape.count, "values do not fill the map")
    self.shape = shape
    self.values = values
  }

  /// A map of zeros.
  public init(shape: Shape) {
    self.shape = shape
    values = [Double](repeating: 0, count: shape.count)
  }

  subscript(c: Int, y: Int, x: Int) -> Double {
    get { values[(c * shape.height + y) * shape.width + x] }
    set { values[(c * shape.height + y) * shape.width + x] = newValue }
  }

  func mapped(_ function: (Double) -> Double) -> ReferenceMap {
    var result = self
    for i in 0..<values.count { result.values[i] = function(values[i]) }
    return result
  }

  /// scale[c] · value + shift[c].
  func scaled(_ scale: [Double], _ shift: [Double]) -> ReferenceMap {
    var result = self
    let area = shape.height * shape.width
    for i in 0..<values.count { result.values[i] = scale[i / area] * values[i] + shift[i / area] }
    return result
  }

  /// scale[c] · value.
  func scaled(_ scale: [Double]) -> ReferenceMap {
    var result = self
    let area = shape.height * shape.width
    for i in 0..<values.count { result.values[i] *= scale[i / area] }
    return result
  }

  mutating func add(_ other: ReferenceMap) {
    for i in 0..<values.count { values[i] += other.values[i] }
  }
}
