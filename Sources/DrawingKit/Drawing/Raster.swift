import ConvolutionCore

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

  package mutating func set(_ index: Int, _ colour: (UInt8, UInt8, UInt8)) {
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

  private func averaged(columns: Int, rows: Int) -> Raster {
    var result = Raster(width: columns, height: rows)
    for channel in 0..<3 {
      var plane = Plane(width: width, height: height)
      for index in 0..<plane.values.count { plane.values[index] = Float(bytes[3 * index + channel]) }
      let small = plane.scaled(to: Size(width: columns, height: rows))
      for (index, value) in small.values.enumerated() {
        result.bytes[3 * index + channel] = UInt8(max(0, min(255, value.rounded())))
      }
    }
    return result
  }
}
