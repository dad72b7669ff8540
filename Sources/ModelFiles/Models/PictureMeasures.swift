import ElementaryFunctions

/// Ten plain measures of a picture, eight of a gray one: how light, how varied, how sharp, how flat, how colourful.
///
/// In order, of the gray picture (the mean of the channels, 0…1): its mean; the logarithms of its deviation, of the mean
/// step to the right, of the mean step down, of the mean |4 · pixel − its four neighbours|, of the root of the mean square
/// step; the share of pixels whose steps are both under 0.02; the logarithm of the deviation of the means of 4 × 4
/// blocks. In colour the logarithms of the deviations of R − G and of (R + G) / 2 − B too. 0.002, half a level, is added
/// before every logarithm. Linear in the pixels.
enum PictureMeasures {
  /// Pictures smaller than this along a side are not measured.
  static let smallestSide = 8

  static func count(channels: Int) -> Int { channels == 3 ? 10 : 8 }

  /// The measures of C × H × W pixels, 0…255.
  static func of(_ pixels: ArraySlice<UInt8>, channels: Int, height: Int, width: Int) -> [Double] {
    let area = height * width
    let start = pixels.startIndex
    var gray = [Double](repeating: 0, count: area)
    for channel in 0..<channels {
      for i in 0..<area { gray[i] += Double(pixels[start + channel * area + i]) }
    }
    for i in 0..<area { gray[i] /= 255 * Double(channels) }
    var result = [gray.reduce(0, +) / Double(area), logarithm(deviation(gray))]
    var right = 0.0
    var down = 0.0
    var squares = (right: 0.0, down: 0.0)
    var flat = 0
    var bends = 0.0
    for y in 0..<height {
      for x in 0..<width {
        let i = y * width + x
        let toRight = x + 1 < width ? (gray[i + 1] - gray[i]).magnitude : 0
        let downwards = y + 1 < height ? (gray[i + width] - gray[i]).magnitude : 0
        right += toRight
        down += downwards
        squares.right += toRight * toRight
        squares.down += downwards * downwards
        guard x + 1 < width, y + 1 < height else { continue }
        if toRight < 0.02 && downwards < 0.02 { flat += 1 }
        guard x > 0, y > 0 else { continue }
        bends += (4 * gray[i] - gray[i - 1] - gray[i + 1] - gray[i - width] - gray[i + width]).magnitude
      }
    }
    let across = Double(height * (width - 1))
    let along = Double((height - 1) * width)
    result += [
      logarithm(right / across), logarithm(down / along), logarithm(bends / Double((height - 2) * (width - 2))),
      logarithm((squares.right / across + squares.down / along).squareRoot()),
      Double(flat) / Double((height - 1) * (width - 1)), logarithm(deviation(blocks(gray, height, width))),
    ]
    guard channels == 3 else { return result }
    func color(_ channel: Int, _ i: Int) -> Double { Double(pixels[start + channel * area + i]) / 255 }
    result.append(logarithm(deviation((0..<area).map { color(0, $0) - color(1, $0) })))
    result.append(logarithm(deviation((0..<area).map { (color(0, $0) + color(1, $0)) / 2 - color(2, $0) })))
    return result
  }

  /// Means of 4 × 4 blocks, rows and columns beyond the last whole ones left out.
  private static func blocks(_ gray: [Double], _ height: Int, _ width: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: 16)
    let (rows, columns) = (height / 4, width / 4)
    for y in 0..<4 * rows {
      for x in 0..<4 * columns { sums[y / rows * 4 + x / columns] += gray[y * width + x] }
    }
    return sums.map { $0 / Double(rows * columns) }
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  private static func logarithm(_ value: Double) -> Double { naturalLogarithm(value + 0.002) }
}
