import ConvolutionCore

/// The pixels of a rectangle as a table, x above and y at the left.
struct PixelNumbers {
  /// The most pixels that are printed: a million.
  static let limit = 1_000_000

  private let name: String
  private let pixels: Plane
  private let region: Region

  /// The pixels of a region, whose top left corner is the first of `pixels`.
  init(_ channel: PictureFacts.Channel, _ region: Region) {
    name = channel.name
    pixels = channel.window
    self.region = region
  }

  var text: String {
    let (columns, rows) = (region.x..<region.x + region.width, region.y..<region.y + region.height)
    let cells = (0..<region.height).map { y in (0..<region.width).map { pixelText(pixels[y, $0]) } }
    let width = max(cells.joined().map(\.count).max() ?? 1, "\(columns.upperBound - 1)".count)
    let margin = max("\(rows.upperBound - 1)".count, 3)
    let head = padded("y\\x", margin) + "  " + columns.map { padded("\($0)", width) }.joined(separator: " ")
    let lines = zip(rows, cells).map { y, row in
      padded("\(y)", margin) + "  " + row.map { padded($0, width) }.joined(separator: " ")
    }
    let title =
      "Pixels of \(name), x \(columns.lowerBound)…\(columns.upperBound - 1), "
      + "y \(rows.lowerBound)…\(rows.upperBound - 1)"
    return ([title, head] + lines).joined(separator: "\n")
  }

  /// The top left corner that is read to be printed without a region.
  static func corner(of size: Size) -> Region {
    Region(x: 0, y: 0, width: min(16, size.width), height: min(8, size.height))
  }

  /// As much of that corner as fits `columns`.
  static func fitting(_ corner: Region, _ channels: [PictureFacts.Channel], columns: Int) -> Region {
    let longest = channels.flatMap(\.window.values).map { pixelText($0).count }.max() ?? 1
    var fitting = corner
    fitting.width = min(corner.width, max(1, (columns - 4) / (longest + 1)))
    return fitting
  }
}
