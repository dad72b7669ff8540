extension InkMap {
  /// The value that parts ink from paper best: Otsu's, over the values above 0; nil when there are none.
  ///
  /// Source: N. Otsu, "A threshold selection method from gray-level histograms", 1979.
  static func threshold(_ values: [Double]) -> Double? {
    let bins = 256
    guard let largest = values.max(), largest > 0 else { return nil }
    var histogram = [Double](repeating: 0, count: bins)
    for value in values { histogram[min(bins - 1, max(0, Int(value / largest * Double(bins))))] += 1 }
    let total = histogram.reduce(0, +)
    let sum = histogram.indices.reduce(0.0) { $0 + Double($1) * histogram[$1] }
    var (below, belowSum, best, place) = (0.0, 0.0, -1.0, 0)
    for bin in 0..<bins - 1 {
      below += histogram[bin]
      belowSum += Double(bin) * histogram[bin]
      guard below > 0, below < total else { continue }
      let difference = belowSum / below - (sum - belowSum) / (total - below)
      let between = below * (total - below) * difference * difference
      if between > best { (best, place) = (between, bin) }
    }
    return Double(place + 1) / Double(bins) * largest
  }

  /// The parts of the ink that belong to the digit: those of at least a tenth of the largest.
  ///
  /// What touches the border of the picture is left out where something else remains.
  static func digit(_ ink: [Bool], width: Int, height: Int) -> [Bool] {
    var parts: [(pixels: [Int], touchesBorder: Bool)] = []
    var seen = [Bool](repeating: false, count: ink.count)
    for start in ink.indices where ink[start] && !seen[start] {
      var pixels = [start]
      var touchesBorder = false
      seen[start] = true
      var next = 0
      while next < pixels.count {
        let (row, column) = (pixels[next] / width, pixels[next] % width)
        next += 1
        if row == 0 || column == 0 || row == height - 1 || column == width - 1 { touchesBorder = true }
        for y in max(0, row - 1)...min(height - 1, row + 1) {
          for x in max(0, column - 1)...min(width - 1, column + 1) where ink[y * width + x] && !seen[y * width + x] {
            seen[y * width + x] = true
            pixels.append(y * width + x)
          }
        }
      }
      parts.append((pixels, touchesBorder))
    }
    let inside = parts.filter { !$0.touchesBorder }
    let largest = parts.map { $0.pixels.count }.max() ?? 0
    let largestInside = inside.map { $0.pixels.count }.max() ?? 0
    // A speck in the middle of a digit that fills the picture is no digit.
    let chosen = 20 * largestInside > largest ? inside : parts
    let least = (20 * largestInside > largest ? largestInside : largest) / 10
    var mask = [Bool](repeating: false, count: ink.count)
    for part in chosen where part.pixels.count >= least { for pixel in part.pixels { mask[pixel] = true } }
    return mask
  }

  /// The mask and its neighbours, where the soft edge of the ink lies.
  static func widened(_ mask: [Bool], width: Int, height: Int) -> [Bool] {
    var wide = mask
    for index in mask.indices where mask[index] {
      let (row, column) = (index / width, index % width)
      for y in max(0, row - 1)...min(height - 1, row + 1) {
        for x in max(0, column - 1)...min(width - 1, column + 1) { wide[y * width + x] = true }
      }
    }
    return wide
  }
}
