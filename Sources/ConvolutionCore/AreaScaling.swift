extension Plane {
  /// The whole plane scaled to another size by averaging the area under each new value; see
  /// ``scaled(x:y:size:to:)``.
  public func scaled(to target: Size) -> Plane {
    target == size ? self : scaled(x: 0, y: 0, size: size, to: target)
  }

  /// The part of the plane from `x`, `y` on, scaled to another size by averaging the area under each new pixel.
  ///
  /// Exact for any ratio: a source pixel that lies half under a new pixel counts half. Enlarging repeats pixels, with
  /// mixtures where a border falls within one.
  public func scaled(x: Int, y: Int, size: Size, to target: Size) -> Plane {
    let columns = AreaScaling(from: size.width, to: target.width)
    let rows = AreaScaling(from: size.height, to: target.height)
    var narrow = Plane(width: target.width, height: size.height)
    for row in 0..<size.height {
      for column in 0..<target.width {
        narrow[row, column] = columns.average(column) { self[y + row, x + $0] }
      }
    }
    var result = Plane(width: target.width, height: target.height)
    for column in 0..<target.width {
      for row in 0..<target.height {
        result[row, column] = rows.average(row) { narrow[$0, column] }
      }
    }
    return result
  }
}

/// Which source positions lie under each new one, along one axis.
private struct AreaScaling {
  private let source: Int
  private let target: Int

  init(from source: Int, to target: Int) {
    self.source = source
    self.target = target
  }

  /// Both axes counted in units of 1/(source · target), so that every border is a whole number.
  func average(_ index: Int, _ value: (Int) -> Float) -> Float {
    let low = index * source
    let high = low + source
    var sum: Float = 0
    var position = low / target
    while position * target < high {
      let covered = min(high, (position + 1) * target) - max(low, position * target)
      sum += Float(covered) * value(position)
      position += 1
    }
    return sum / Float(source)
  }
}
