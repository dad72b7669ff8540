/// A hair: a bent, tapering stroke in pixels of the picture.
struct Hair: Sendable {
  var root: Point
  /// The point that bends it, as of a quadratic Bézier curve.
  var bend: Point
  var tip: Point
  /// Width at the root.
  var width: Float
  var rootColor: Vector
  var tipColor: Vector
  var opacity: Float
  /// Hairs are laid down in rising order.
  var order: Float

  /// The rows that the hair may touch.
  var rows: (low: Float, high: Float) {
    (min(root.y, bend.y, tip.y) - width - 1, max(root.y, bend.y, tip.y) + width + 1)
  }

  func point(_ t: Float) -> Point {
    root * ((1 - t) * (1 - t)) + bend * (2 * t * (1 - t)) + tip * (t * t)
  }
}

/// Some rows of a picture in linear light, finer than the picture by `scale`, that hairs are laid upon.
struct HairCanvas {
  let width: Int
  let rows: Range<Int>
  let scale: Float
  var light: [Vector]

  /// Lays one hair over what is there.
  mutating func add(_ hair: Hair) {
    let pieces = max(3, min(14, Int(length(hair.tip - hair.root) / 5)))
    var from = hair.root * scale
    for piece in 1...pieces {
      let t = Float(piece) / Float(pieces)
      let to = hair.point(t) * scale
      add(from: from, to: to, start: Float(piece - 1) / Float(pieces), end: t, hair)
      from = to
    }
  }

  private mutating func add(from a: Point, to b: Point, start: Float, end: Float, _ hair: Hair) {
    let half = hair.width * scale * 0.5
    let reach = half + 1
    let top = max(Int(min(a.y, b.y) - reach), rows.lowerBound)
    let bottom = min(Int(max(a.y, b.y) + reach) + 1, rows.upperBound)
    let left = max(Int(min(a.x, b.x) - reach), 0)
    let right = min(Int(max(a.x, b.x) + reach) + 1, width)
    guard top < bottom, left < right else { return }
    let along = b - a
    let square = max(dot(along, along), 1e-6)
    light.withUnsafeMutableBufferPointer { light in
      for y in top..<bottom {
        let base = (y - rows.lowerBound) * width
        for x in left..<right {
          let p = Point(Float(x) + 0.5, Float(y) + 0.5) - a
          let s = dot(p, along) / square
          // Half open, so that neighbouring pieces never cover the same pixel.
          guard s >= 0, s < 1 else { continue }
          let t = start + (end - start) * s
          let away = length(p - along * s)
          let taper = half * (1 - t * t * 0.92)
          let cover = clamp(taper + 0.5 - away) * min(1, taper * 2)
          guard cover > 0.004 else { continue }
          let opacity = hair.opacity * cover * (1 - 0.55 * t * t)
          light[base + x] = mix(light[base + x], mix(hair.rootColor, hair.tipColor, t), opacity)
        }
      }
    }
  }
}
