import ConvolutionCore

/// An ImageMagick kernel string: `WxH[+X+Y]: number, number …`, or `N:` for a square.
///
/// The origin `+X+Y` is honoured: rows and columns of zeros are added until the anchor ⌊(k−1)/2⌋ lies on it.
struct ImageMagickKernel {
  private let width: Int
  private let height: Int
  private let origin: (x: Int, y: Int)
  private let values: [Weight]

  /// Nil when the text does not begin with a geometry and a colon.
  init?(_ text: Substring) throws(KernelError) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    var geometry = text[..<colon].trimmed
    let flags = geometry.filter { "@<>".contains($0) }
    geometry.removeAll { flags.contains($0) }
    guard let width = number(&geometry) else { return nil }
    var height = width
    if geometry.first == "x" || geometry.first == "X" {
      geometry = geometry.dropFirst()
      guard let second = number(&geometry) else { return nil }
      height = second
    }
    var origin = (x: (width - 1) / 2, y: (height - 1) / 2)
    if geometry.first == "+" {
      geometry = geometry.dropFirst()
      guard let x = number(&geometry), geometry.first == "+" else { return nil }
      geometry = geometry.dropFirst()
      guard let y = number(&geometry) else { return nil }
      origin = (x, y)
    }
    guard geometry.isEmpty else { return nil }
    if !flags.isEmpty { throw .imageMagickRotation(flag: String(flags)) }
    let numbers = text[text.index(after: colon)...]
    if numbers.trimmed.dropLast().contains(";") { throw .imageMagickSeveral }
    guard width > 0, height > 0 else { throw .emptyMatrix }
    guard width <= KernelReader.largestSide, height <= KernelReader.largestSide else {
      throw .tooLarge(width: width, height: height, limit: KernelReader.largestSide)
    }
    guard origin.x < width, origin.y < height else {
      throw .imageMagickOrigin(x: origin.x, y: origin.y, width: width, height: height)
    }
    let words = numbers.split { $0.isWhitespace || $0 == "," || $0 == ";" }
    guard words.count == width * height else {
      throw .imageMagickCount(width: width, height: height, count: words.count)
    }
    for (index, word) in words.enumerated() where word == "-" || word.lowercased() == "nan" {
      throw .imageMagickHole(word: String(word), position: index + 1)
    }
    var values: [Weight] = []
    for start in stride(from: 0, to: words.count, by: width) {
      values += try KernelMatrix.row(words[start..<start + width].joined(separator: " "), number: start / width + 1)
    }
    self.width = width
    self.height = height
    self.origin = origin
    self.values = values
  }

  func kernel() throws(KernelError) -> Kernel {
    let (left, right) = margins(length: width, origin: origin.x)
    let (top, bottom) = margins(length: height, origin: origin.y)
    let empty = [Weight](repeating: .zero, count: left + width + right)
    var rows = [[Weight]](repeating: empty, count: top)
    for y in 0..<height {
      rows.append(
        [Weight](repeating: .zero, count: left) + values[y * width..<(y + 1) * width]
          + [Weight](repeating: .zero, count: right))
    }
    rows += [[Weight]](repeating: empty, count: bottom)
    return try KernelMatrix(rows: rows).kernel()
  }
}

/// The fewest zeros before and after that bring the anchor ⌊(k−1)/2⌋ onto the origin.
private func margins(length: Int, origin: Int) -> (before: Int, after: Int) {
  (max(0, length - 2 - 2 * origin), max(0, 2 * origin + 1 - length))
}

/// Takes a whole number off the front.
private func number(_ text: inout Substring) -> Int? {
  let digits = text.prefix { ("0"..."9").contains($0) }
  text = text.dropFirst(digits.count)
  return Int(digits)
}
