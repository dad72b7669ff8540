/// A picture of RGB bytes, row by row.
public struct Raster: Sendable, Equatable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Three bytes a pixel: red, green, blue.
  public var bytes: [UInt8]

  /// A black picture.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    bytes = [UInt8](repeating: 0, count: 3 * width * height)
  }

  /// A picture over given bytes; their count must be 3 · width · height.
  public init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(bytes.count == 3 * width * height, "bytes do not fill the picture")
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  mutating func set(_ index: Int, _ colour: (UInt8, UInt8, UInt8)) {
    bytes[3 * index] = colour.0
    bytes[3 * index + 1] = colour.1
    bytes[3 * index + 2] = colour.2
  }

  /// Fitted to about `columns` × `rows`: larger pictures are averaged down, smaller ones repeat each pixel a whole
  /// number of times, so that no viewer blurs them.
  func fitted(columns: Int, rows: Int) -> Raster {
    if width > columns || height > rows {
      return averaged(columns: min(width, max(columns, 1)), rows: min(height, max(rows, 1)))
    }
    let factor = max(1, min((columns + width - 1) / max(width, 1), (rows + height - 1) / max(height, 1)))
    return factor == 1 ? self : repeated(factor)
  }

  private func repeated(_ factor: Int) -> Raster {
    var result = Raster(width: width * factor, height: height * factor)
    for y in 0..<result.height {
      let source = y / factor * width
      for x in 0..<result.width {
        let from = 3 * (source + x / factor)
        result.set(y * result.width + x, (bytes[from], bytes[from + 1], bytes[from + 2]))
      }
    }
    return result
  }

  /// Area averages: each new pixel is the mean of the old ones it covers, by the share covered.
  private func averaged(columns: Int, rows: Int) -> Raster {
    let across = Raster.shares(from: width, to: columns)
    let down = Raster.shares(from: height, to: rows)
    var narrow = [Float](repeating: 0, count: 3 * columns * height)
    for y in 0..<height {
      for x in 0..<columns {
        var sum = SIMD3<Float>()
        for (source, share) in across[x] {
          let from = 3 * (y * width + source)
          sum += share * SIMD3(Float(bytes[from]), Float(bytes[from + 1]), Float(bytes[from + 2]))
        }
        let to = 3 * (y * columns + x)
        (narrow[to], narrow[to + 1], narrow[to + 2]) = (sum.x, sum.y, sum.z)
      }
    }
    var result = Raster(width: columns, height: rows)
    for y in 0..<rows {
      for x in 0..<columns {
        var sum = SIMD3<Float>(repeating: 0.5)
        for (source, share) in down[y] {
          let from = 3 * (source * columns + x)
          sum += share * SIMD3(narrow[from], narrow[from + 1], narrow[from + 2])
        }
        result.set(y * columns + x, (UInt8(min(sum.x, 255)), UInt8(min(sum.y, 255)), UInt8(min(sum.z, 255))))
      }
    }
    return result
  }

  private static func shares(from old: Int, to new: Int) -> [[(Int, Float)]] {
    let ratio = Double(old) / Double(new)
    return (0..<new).map { index in
      let start = Double(index) * ratio
      let end = start + ratio
      return (Int(start)..<min(old, Int(end.rounded(.up)))).compactMap { source in
        let share = min(end, Double(source + 1)) - max(start, Double(source))
        return share > 1e-9 ? (source, Float(share / ratio)) : nil
      }
    }
  }
}
