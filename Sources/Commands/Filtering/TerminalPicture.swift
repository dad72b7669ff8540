import ConvolutionCore
import PictureFiles
import SystemServices

/// A map drawn in the terminal: each character cell shows two pixels, one above the other, as a half block.
struct TerminalPicture {
  private let samples: [UInt8]
  private let size: Size
  private let columns: Int
  private let hasTrueColour: Bool

  /// A drawing that fits `columns`, by default the terminal's; the 24 grays of a 256-colour terminal unless it has more.
  init(_ map: Plane, display: Display, columns: Int = terminalWidth, hasTrueColour: Bool = terminalHasTrueColour) {
    samples = display.samples8(map)
    size = map.size
    let widest = min(columns, map.width, 120)
    // A tall picture becomes narrower, down to one column.
    self.columns = max(1, min(widest, TerminalPicture.mostRows * map.width / map.height))
    self.hasTrueColour = hasTrueColour
  }

  /// Pixels one above the other, two to a line: no more lines than can be looked through.
  private static let mostRows = 200

  var text: String {
    let rows = max(1, min(TerminalPicture.mostRows, (size.height * columns + size.width / 2) / size.width))
    let pixels = shrunk(columns, rows)
    var text = ""
    for y in stride(from: 0, to: rows, by: 2) {
      for x in 0..<columns {
        text += "\u{1B}[38;\(colour(pixels[y * columns + x]))"
        // Below the last row of an odd count stands the terminal's own background.
        text += y + 1 < rows ? ";48;\(colour(pixels[(y + 1) * columns + x]))m▀" : ";49m▀"
      }
      text += "\u{1B}[0m\n"
    }
    return String(text.dropLast())
  }

  private func colour(_ gray: UInt8) -> String {
    if hasTrueColour { return "2;\(gray);\(gray);\(gray)" }
    // Colours 232…255 are the levels 8, 18, … 238; 16 and 231 are black and white.
    let level = (Int(gray) - 8 + 5) / 10
    return "5;\(gray < 4 ? 16 : gray > 246 ? 231 : 232 + min(23, max(0, level)))"
  }

  /// The mean over the pixels under each cell.
  private func shrunk(_ width: Int, _ height: Int) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(width * height)
    for y in 0..<height {
      let rows = y * size.height / height..<max((y + 1) * size.height / height, y * size.height / height + 1)
      for x in 0..<width {
        let columns = x * size.width / width..<max((x + 1) * size.width / width, x * size.width / width + 1)
        var sum = 0
        for row in rows { for column in columns { sum += Int(samples[row * size.width + column]) } }
        result.append(UInt8(sum / (rows.count * columns.count)))
      }
    }
    return result
  }
}

/// True when the terminal says that it shows any colour.
var terminalHasTrueColour: Bool {
  ["truecolor", "24bit"].contains(environmentVariable("COLORTERM") ?? "")
}
