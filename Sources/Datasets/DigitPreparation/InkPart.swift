/// Pixels of ink that hang together.
struct InkPart {
  /// Indices into the picture, row by row.
  private(set) var pixels: [Int] = []
  private var top = Int.max
  private var bottom = 0
  private var left = Int.max
  private var right = 0
  private let width: Int
  private let height: Int

  private init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  private mutating func add(_ index: Int) {
    pixels.append(index)
    top = min(top, index / width)
    bottom = max(bottom, index / width)
    left = min(left, index % width)
    right = max(right, index % width)
  }

  private var boxWidth: Int { right - left + 1 }
  private var boxHeight: Int { bottom - top + 1 }
  private var touchesBorder: Bool { top == 0 || left == 0 || bottom == height - 1 || right == width - 1 }

  /// All parts of a picture, neighbours across corners included.
  static func all(_ ink: [Bool], width: Int, height: Int) -> [InkPart] {
    var parts: [InkPart] = []
    var seen = [Bool](repeating: false, count: ink.count)
    for start in ink.indices where ink[start] && !seen[start] {
      var part = InkPart(width: width, height: height)
      part.add(start)
      seen[start] = true
      var next = 0
      while next < part.pixels.count {
        let (row, column) = (part.pixels[next] / width, part.pixels[next] % width)
        next += 1
        for y in max(0, row - 1)...min(height - 1, row + 1) {
          for x in max(0, column - 1)...min(width - 1, column + 1) where ink[y * width + x] && !seen[y * width + x] {
            seen[y * width + x] = true
            part.add(y * width + x)
          }
        }
      }
      parts.append(part)
    }
    return parts
  }

  /// Whether this is a line around `other`: thin, along its own box, with `other` inside.
  func frames(_ other: InkPart) -> Bool {
    guard other.top > top, other.bottom < bottom, other.left > left, other.right < right,
      5 * other.boxHeight >= boxHeight || 5 * other.boxWidth >= boxWidth, 3 * pixels.count < boxWidth * boxHeight
    else { return false }
    let margin = max(2, min(boxWidth, boxHeight) / 8)
    let near = pixels.count { index in
      let (row, column) = (index / width, index % width)
      return row - top < margin || bottom - row < margin || column - left < margin || right - column < margin
    }
    return 10 * near >= 9 * pixels.count
  }

  /// How much this looks like the digit: its size, less where it lies at the edge.
  ///
  /// A digit that was cut out tightly touches the edge too, but reaches over most of the picture.
  var weight: Double {
    let spans = max(Double(boxWidth) / Double(width), Double(boxHeight) / Double(height))
    let x = abs(Double(left + right) / 2 - Double(width - 1) / 2) / Double(width)
    let y = abs(Double(top + bottom) / 2 - Double(height - 1) / 2) / Double(height)
    let isCut = touchesBorder && (spans < 0.6 || max(x, y) > 0.25)
    return Double(pixels.count) * (isCut ? 0.05 : 1)
  }

  /// Whether this is a stroke of the digit whose largest part is `main`: not too small, within its box or next to it.
  func belongs(to main: InkPart) -> Bool {
    // Of a digit that was cut out tightly other strokes touch the edge too.
    let isLarge = main.touchesBorder ? 10 * pixels.count >= main.pixels.count : 10 * weight >= main.weight
    let reach = max(main.boxWidth, main.boxHeight) / 3
    return isLarge && left <= main.right + reach && right >= main.left - reach && top <= main.bottom + reach
      && bottom >= main.top - reach
  }
}
