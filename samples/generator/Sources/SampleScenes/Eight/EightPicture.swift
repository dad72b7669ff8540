/// `eight.png`: an 8 written with a felt pen on paper, as a scanner sees it.
package struct EightPicture: SamplePicture {
  package static let fileName = "eight.png"
  package let width: Int
  package let height: Int
  package let channels = 1

  /// The picture at its full size, or another.
  package init(size: Int = 420) {
    width = size
    height = size
  }

  package func values(rows: Range<Int>) -> [UInt8] {
    var values: [UInt8] = []
    values.reserveCapacity(rows.count * width)
    for y in rows {
      for x in 0..<width {
        var sum: Float = 0
        for index in 0..<9 {
          let dx = (Float(index % 3) + 0.5) / 3
          let dy = (Float(index / 3) + 0.5) / 3
          sum += lightness(Point(Float(x) + dx, Float(y) + dy) / Float(width))
        }
        let grain = (unit(mixedBits(Int32(x), Int32(y), 201)) - 0.5) * 0.012
        values.append(UInt8(clamp((sum / 9 + grain) * 255 + 0.5, 0, 255)))
      }
    }
    return values
  }

  /// The lightness of paper and ink at a point, in widths of the picture.
  private func lightness(_ p: Point) -> Float {
    let pulp = fractalNoise(p * 55, octaves: 4, seed: 203, gain: 0.65)
    let fibres = abs(noise(Point(p.x * 34 + p.y * 9, p.y * 130), seed: 205))
    var paper: Float = 0.925 + 0.012 * pulp - 0.010 * fibres
    // The lid did not lie flat: it is a little darker to the lower right.
    paper -= 0.055 * smoothstep(0.9, 1.9, p.x + p.y)
    var ink: Float = 1
    let first = PenStroke.eight.nearest(p)
    let second = PenStroke.eight.nearest(p, farFrom: first.share)
    for (distance, share) in [first, second] {
      // Ink creeps along the fibres, so the edge is not smooth.
      let half = PenStroke.halfWidth(share) + 0.0012 * pulp + 0.0010 * noise(p * 140, seed: 207)
      let cover = smoothstep(half + 0.0026, half - 0.0026, distance)
      guard cover > 0 else { continue }
      let rim = bell(distance, center: half - 0.004, width: 0.005)
      let streak = fractalNoise(Point(share * 60, distance * 190), octaves: 3, seed: 209)
      let pooled: Float = share > 0.985 || share < 0.015 ? 0.05 : 0
      let density = clamp(0.925 + 0.04 * rim + 0.075 * streak + 0.03 * pulp + pooled)
      ink *= 1 - cover * density
    }
    return 0.085 + (paper - 0.085) * ink
  }
}
