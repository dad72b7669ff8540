/// One channel of a picture, or one feature map: `height` rows of `width` values.
///
/// Pixels are 0…255 as `Float` through every stage of a filter; values outside that range are kept.
public struct Plane: Sendable, Equatable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// The values row by row: the pixel of row `y` and column `x` is `values[y * width + x]`. Always `width * height` of
  /// them: another count is a mistake in the program and stops it.
  public var values: [Float] {
    didSet { precondition(values.count == width * height, "values do not fill the plane") }
  }

  /// A plane of one value.
  public init(width: Int, height: Int, repeating value: Float = 0) {
    precondition(width >= 0 && height >= 0, "a plane has no negative size")
    self.width = width
    self.height = height
    values = [Float](repeating: value, count: width * height)
  }

  /// A plane over given values, row by row; their count must be `width * height`.
  public init(width: Int, height: Int, values: [Float]) {
    precondition(width >= 0 && height >= 0 && values.count == width * height, "values do not fill the plane")
    self.width = width
    self.height = height
    self.values = values
  }

  /// The value at row `y`, column `x`.
  public subscript(y: Int, x: Int) -> Float {
    get { values[y * width + x] }
    set { values[y * width + x] = newValue }
  }

  /// Width and height together.
  public var size: Size { Size(width: width, height: height) }

  /// The `height` × `width` values from row `y`, column `x` on, which must lie inside.
  public func cropped(x: Int, y: Int, width: Int, height: Int) -> Plane {
    var result = Plane(width: width, height: height)
    for row in 0..<height {
      for column in 0..<width { result[row, column] = self[y + row, x + column] }
    }
    return result
  }
}
