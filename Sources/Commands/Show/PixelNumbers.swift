import ConvolutionCore

/// The pixels of a rectangle as a table, x above and y at the left.
struct PixelNumbers {
  private let channel: NamedPlane
  private let region: Region

  init(_ channel: NamedPlane, _ region: Region) {
    self.channel = channel
    self.region = region
  }

  var text: String {
    let plane = channel.plane
    let (columns, rows) = (region.x..<region.x + region.width, region.y..<region.y + region.height)
    let cells = rows.map { y in columns.map { pixelText(plane[y, $0]) } }
    let width = max(cells.joined().map(\.count).max() ?? 1, "\(columns.upperBound - 1)".count)
    let margin = max("\(rows.upperBound - 1)".count, 3)
    let head = padded("y\\x", margin) + "  " + columns.map { padded("\($0)", width) }.joined(separator: " ")
    let lines = zip(rows, cells).map { y, row in
      padded("\(y)", margin) + "  " + row.map { padded($0, width) }.joined(separator: " ")
    }
    let title =
      "Pixels of \(channel.name), x \(columns.lowerBound)…\(columns.upperBound - 1), "
      + "y \(rows.lowerBound)…\(rows.upperBound - 1)"
    return ([title, head] + lines).joined(separator: "\n")
  }

  /// As much of the top left corner as fits `columns`: at most 16 by 8 pixels.
  static func corner(of planes: [NamedPlane], columns: Int) -> Region {
    let size = planes[0].plane.size
    let height = min(8, size.height)
    let widest = min(16, size.width)
    var longest = 1
    for channel in planes {
      for y in 0..<height {
        for x in 0..<widest { longest = max(longest, pixelText(channel.plane[y, x]).count) }
      }
    }
    return Region(x: 0, y: 0, width: min(widest, max(1, (columns - 4) / (longest + 1))), height: height)
  }
}
