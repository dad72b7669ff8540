/// `cat.png`: the face of a tabby cat.
package struct CatPicture: SamplePicture {
  package static let fileName = "cat.png"
  package let width: Int
  package let height: Int
  package let channels = 3
  private let view: CatView
  private let hairs: [Hair]
  /// For each eighth row, the hairs that touch it or the seven below.
  private let bins: [[Int32]]
  private static let binHeight = 8
  private static let scale = 2

  /// The picture at its full size, or a smaller one for trying things on.
  package init(size: Int = 800) {
    width = size
    height = size
    view = CatView(size: size)
    hairs = CatFur(view: view).hairs
    var bins = [[Int32]](repeating: [], count: (size + CatPicture.binHeight - 1) / CatPicture.binHeight)
    for (index, hair) in hairs.enumerated() {
      let first = max(Int(hair.rows.low) / CatPicture.binHeight, 0)
      let last = min(Int(max(hair.rows.high, 0)) / CatPicture.binHeight, bins.count - 1)
      guard hair.rows.high > 0, first <= last else { continue }
      for bin in first...last { bins[bin].append(Int32(index)) }
    }
    self.bins = bins
  }

  package func values(rows: Range<Int>) -> [UInt8] {
    var values: [UInt8] = []
    values.reserveCapacity(rows.count * width * 3)
    for bin in rows.lowerBound / CatPicture.binHeight...(rows.upperBound - 1) / CatPicture.binHeight {
      let part = rows.clamped(to: bin * CatPicture.binHeight..<(bin + 1) * CatPicture.binHeight)
      append(part, of: bin, to: &values)
    }
    return values
  }

  private func append(_ rows: Range<Int>, of bin: Int, to values: inout [UInt8]) {
    let scale = CatPicture.scale
    let fine = rows.lowerBound * scale..<rows.upperBound * scale
    var light: [Vector] = []
    light.reserveCapacity(fine.count * width * scale)
    for y in fine {
      for x in 0..<width * scale {
        let p = view.face(Point((Float(x) + 0.5) / Float(scale), (Float(y) + 0.5) / Float(scale)))
        light.append(CatBackdrop.color(p))
      }
    }
    var canvas = HairCanvas(width: width * scale, rows: fine, scale: Float(scale), light: light)
    for index in bins[bin] { canvas.add(hairs[Int(index)]) }
    for y in 0..<rows.count {
      for x in 0..<width {
        var sum = Vector()
        for dy in 0..<scale {
          for dx in 0..<scale { sum += canvas.light[(y * scale + dy) * width * scale + x * scale + dx] }
        }
        let pixel = Development.bytes(sum / Float(scale * scale), exposure: 1.5)
        values.append(pixel.x)
        values.append(pixel.y)
        values.append(pixel.z)
      }
    }
  }
}
