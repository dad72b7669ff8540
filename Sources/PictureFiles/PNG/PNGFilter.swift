/// PNG's five ways to predict a byte from its neighbours. PNG third edition, section 9.
enum PNGFilter: UInt8, CaseIterable {
  /// The byte itself.
  case none
  /// Minus the byte of the pixel to the left.
  case sub
  /// Minus the byte above.
  case up
  /// Minus the mean of left and above.
  case average
  /// Minus that of left, above and upper left which is nearest to left + above − upper left.
  case paeth

  /// Filters the `count` bytes of a row; `above` is the row before it, `pixel` the bytes of a pixel.
  func apply(
    _ row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int, pixel: Int,
    into result: UnsafeMutablePointer<UInt8>
  ) {
    let head = min(pixel, count)
    switch self {
    case .none:
      result.update(from: row, count: count)
    case .sub:
      result.update(from: row, count: head)
      var x = head
      while x < count {
        result[x] = row[x] &- row[x &- pixel]
        x &+= 1
      }
    case .up:
      var x = 0
      while x < count {
        result[x] = row[x] &- above[x]
        x &+= 1
      }
    case .average:
      for x in 0..<head { result[x] = row[x] &- above[x] >> 1 }
      var x = head
      while x < count {
        let mean = (UInt16(row[x &- pixel]) &+ UInt16(above[x])) >> 1
        result[x] = row[x] &- UInt8(truncatingIfNeeded: mean)
        x &+= 1
      }
    case .paeth:
      for x in 0..<head { result[x] = row[x] &- above[x] }
      var x = head
      while x < count {
        let left = Int16(row[x &- pixel])
        let up = Int16(above[x])
        let corner = Int16(above[x &- pixel])
        let fromLeft = abs16(up &- corner)
        let fromUp = abs16(left &- corner)
        let fromCorner = abs16(left &+ up &- corner &- corner)
        let nearerOfUp = fromUp <= fromCorner ? up : corner
        let nearest = (fromLeft <= fromUp) && (fromLeft <= fromCorner) ? left : nearerOfUp
        result[x] = row[x] &- UInt8(truncatingIfNeeded: nearest)
        x &+= 1
      }
    }
  }
}

@inline(__always)
private func abs16(_ value: Int16) -> Int16 { value < 0 ? 0 &- value : value }
