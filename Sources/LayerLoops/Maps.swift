import CLayerLoops

// Going through maps value by value. A row whose columns lie side by side is one run.

extension LaneMap {
  /// Floats of all channels of one column.
  @inline(__always) var depth: Int { channels &* blockWidth }
  /// Floats that lie side by side, and how many such stretches a row has.
  @inline(__always) var stretch: (length: Int, count: Int) { column == depth ? (width &* depth, 1) : (depth, width) }
}

/// Calls `body` with the same place in two maps of one shape, sixteen values at a time.
@inline(__always) func forEachBlock(
  _ first: LaneMap, _ second: LaneMap, _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) {
  forEachBlock(first, second, second) { a, b, _ in body(a, b) }
}

/// The same for three maps.
@inline(__always) func forEachBlock(
  _ first: LaneMap, _ second: LaneMap, _ third: LaneMap,
  _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
) {
  let joined = first.column == first.depth && second.column == first.depth && third.column == first.depth
  let length = joined ? first.width &* first.depth : first.depth
  let count = joined ? 1 : first.width
  var y = 0
  while y < first.height {
    var x = 0
    while x < count {
      let a = first.origin + y &* first.row + x &* first.column
      let b = second.origin + y &* second.row + x &* second.column
      let c = third.origin + y &* third.row + x &* third.column
      var i = 0
      while i < length {
        body(a + i, b + i, c + i)
        i &+= blockWidth
      }
      x &+= 1
    }
    y &+= 1
  }
}

/// Calls `body` with the same place in two maps and with the channel.
@inline(__always) func forEachChannel(
  _ first: LaneMap, _ second: LaneMap, _ third: LaneMap,
  _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
) {
  var y = 0
  while y < first.height {
    var x = 0
    while x < first.width {
      let a = first.origin + y &* first.row + x &* first.column
      let b = second.origin + y &* second.row + x &* second.column
      let c = third.origin + y &* third.row + x &* third.column
      var channel = 0
      while channel < first.channels {
        let i = channel &* blockWidth
        body(a + i, b + i, c + i, channel)
        channel &+= 1
      }
      x &+= 1
    }
    y &+= 1
  }
}

/// Writes `value`, or adds it to what stands there.
@inline(__always) func put(_ value: Block, _ to: UnsafeMutablePointer<Float>, _ add: Bool) {
  to.block = add ? to.block + value : value
}

func copy(_ input: UnsafePointer<LaneMap>, _ output: UnsafePointer<LaneMap>, _ add: Int32) {
  if add != 0 {
    forEachBlock(input.pointee, output.pointee) { a, b in b.block = b.block + a.block }
  } else {
    forEachBlock(input.pointee, output.pointee) { a, b in b.block = a.block }
  }
}

func affine(
  _ input: UnsafePointer<LaneMap>, _ scale: UnsafePointer<Float>, _ shift: UnsafePointer<Float>,
  _ output: UnsafePointer<LaneMap>
) {
  forEachChannel(input.pointee, output.pointee, output.pointee) { a, b, _, channel in
    b.block = multiplyAdd(spread(shift[channel]), a.block, spread(scale[channel]))
  }
}

func affineGradient(
  _ input: UnsafePointer<LaneMap>, _ gradient: UnsafePointer<LaneMap>, _ scale: UnsafePointer<Float>,
  _ result: UnsafePointer<LaneMap>, _ add: Int32, _ scalePartial: UnsafeMutablePointer<Float>,
  _ shiftPartial: UnsafeMutablePointer<Float>
) {
  forEachChannel(input.pointee, gradient.pointee, result.pointee) { a, g, r, channel in
    let value = g.block
    let i = channel &* blockWidth
    (scalePartial + i).block = multiplyAdd((scalePartial + i).block, value, a.block)
    (shiftPartial + i).block += value
    put(value * spread(scale[channel]), r, add != 0)
  }
}

func flatten(_ input: UnsafePointer<LaneMap>, _ output: UnsafeMutablePointer<Float>) {
  let map = input.pointee
  let area = map.height &* map.width
  var y = 0
  while y < map.height {
    var x = 0
    while x < map.width {
      let a = map.origin + y &* map.row + x &* map.column
      var c = 0
      while c < map.channels {
        (output + (c &* area &+ y &* map.width &+ x) &* blockWidth).block = (a + c &* blockWidth).block
        c &+= 1
      }
      x &+= 1
    }
    y &+= 1
  }
}

func unflatten(_ gradient: UnsafePointer<Float>, _ result: UnsafePointer<LaneMap>, _ add: Int32) {
  let map = result.pointee
  let area = map.height &* map.width
  var y = 0
  while y < map.height {
    var x = 0
    while x < map.width {
      let a = map.origin + y &* map.row + x &* map.column
      var c = 0
      while c < map.channels {
        put((gradient + (c &* area &+ y &* map.width &+ x) &* blockWidth).block, a + c &* blockWidth, add != 0)
        c &+= 1
      }
      x &+= 1
    }
    y &+= 1
  }
}
