extension PNGFilter {
  /// Restores the `count` bytes of a row from what ``apply(_:above:count:pixel:into:)`` made of them.
  func undo(
    _ line: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int, pixel: Int,
    into row: UnsafeMutablePointer<UInt8>
  ) {
    let head = min(pixel, count)
    switch self {
    case .none:
      row.update(from: line, count: count)
    case .sub:
      row.update(from: line, count: head)
      var x = head
      if pixel == 1 {
        // What was just computed stays in a register.
        var left = row[0]
        while x < count {
          left = left &+ line[x]
          row[x] = left
          x &+= 1
        }
      }
      while x < count {
        row[x] = line[x] &+ row[x &- pixel]
        x &+= 1
      }
    case .up:
      var x = 0
      while x < count {
        row[x] = line[x] &+ above[x]
        x &+= 1
      }
    case .average:
      for x in 0..<head { row[x] = line[x] &+ above[x] >> 1 }
      var x = head
      if pixel == 1 {
        var left = UInt32(row[0])
        while x < count {
          left = (UInt32(line[x]) &+ (left &+ UInt32(above[x])) &>> 1) & 255
          row[x] = UInt8(truncatingIfNeeded: left)
          x &+= 1
        }
      }
      while x < count {
        let mean = (UInt16(row[x &- pixel]) &+ UInt16(above[x])) &>> 1
        row[x] = line[x] &+ UInt8(truncatingIfNeeded: mean)
        x &+= 1
      }
    case .paeth:
      for x in 0..<head { row[x] = line[x] &+ above[x] }
      if pixel == 1 { return undoPaeth(line, above: above, count: count, into: row) }
      for x in head..<max(head, count) {
        let left = Int32(row[x &- pixel])
        let up = Int32(above[x])
        let corner = Int32(above[x &- pixel])
        row[x] = line[x] &+ UInt8(truncatingIfNeeded: nearest(left, up, corner))
      }
    }
  }

  /// One byte a pixel: each byte waits for the one to its left, so that the way through it is kept short.
  private func undoPaeth(
    _ line: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int, into row: UnsafeMutablePointer<UInt8>
  ) {
    var left = Int32(row[0])
    var corner = Int32(above[0])
    var x = 1
    while x < count {
      let up = Int32(above[x])
      left = (Int32(line[x]) &+ nearest(left, up, corner)) & 255
      row[x] = UInt8(truncatingIfNeeded: left)
      corner = up
      x &+= 1
    }
  }
}

@inline(__always)
private func nearest(_ left: Int32, _ up: Int32, _ corner: Int32) -> Int32 {
  let fromLeft = magnitude(up &- corner)
  let fromUp = magnitude(left &- corner)
  let fromCorner = magnitude(left &+ up &- corner &- corner)
  let nearerOfUp = fromUp <= fromCorner ? up : corner
  return fromLeft <= min(fromUp, fromCorner) ? left : nearerOfUp
}

@inline(__always)
private func magnitude(_ value: Int32) -> Int32 { value < 0 ? 0 &- value : value }
