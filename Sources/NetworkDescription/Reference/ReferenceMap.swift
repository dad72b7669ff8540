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
}
