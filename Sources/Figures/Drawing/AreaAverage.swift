import ConvolutionCore

extension Plane {
  /// The plane on fewer columns and rows: each new value is the mean of the old ones it covers, by the share covered.
  func areaAveraged(columns: Int, rows: Int) -> Plane {
    if columns == width && rows == height { return self }
    let across = Plane.shares(from: width, to: columns)
    let down = Plane.shares(from: height, to: rows)
    var narrow = Plane(width: columns, height: height)
    for y in 0..<height {
      for x in 0..<columns {
        narrow[y, x] = across[x].reduce(0) { $0 + $1.share * self[y, $1.source] }
      }
    }
    var result = Plane(width: columns, height: rows)
    for y in 0..<rows {
      for x in 0..<columns {
        result[y, x] = down[y].reduce(0) { $0 + $1.share * narrow[$1.source, x] }
      }
    }
    return result
  }

  /// The plane `columns` wide (or as it is, where it is no wider), its shape kept.
  func scaledDown(columns: Int) -> Plane {
    guard columns < width else { return self }
    let rows = (Double(height) * Double(columns) / Double(width)).rounded()
    return areaAveraged(columns: columns, rows: max(1, Int(rows)))
  }

  private static func shares(from old: Int, to new: Int) -> [[(source: Int, share: Float)]] {
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

extension Size {
  /// Rows × columns, as networks write the shape of a map.
  var shape: String { "\(height)×\(width)" }
}
