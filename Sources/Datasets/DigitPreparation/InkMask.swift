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
    var (below, belowSum, best, first, last) = (0.0, 0.0, -1.0, 0, 0)
    for bin in 0..<bins - 1 {
      below += histogram[bin]
      belowSum += Double(bin) * histogram[bin]
      guard below > 0, below < total else { continue }
      let difference = belowSum / below - (sum - belowSum) / (total - below)
      let between = below * (total - below) * difference * difference
      // Between two values of ink and paper all bins part them equally well: the middle of these is meant.
      if between > best * (1 + 1e-12) {
        (best, first, last) = (between, bin, bin)
      } else if between > best * (1 - 1e-12) {
        last = bin
      }
    }
    return (Double(first + last) / 2 + 1) / Double(bins) * largest
  }

  /// The share of the variance that lies between ink and paper: 1 for two values, near 0 where nothing is parted.
  static func separation(_ values: [Double]) -> Double {
    guard let threshold = threshold(values) else { return 0 }
    var (count, sum, squares) = (SIMD2<Double>(), SIMD2<Double>(), 0.0)
    for value in values {
      let side = value > threshold ? 1 : 0
      count[side] += 1
      sum[side] += value
      squares += value * value
    }
    guard count[0] > 0, count[1] > 0 else { return 0 }
    let total = squares - sum.sum() * sum.sum() / count.sum()
    let difference = sum[0] / count[0] - sum[1] / count[1]
    return total > 0 ? count[0] * count[1] / count.sum() * difference * difference / total : 0
  }

  /// The parts of the ink that belong to the digit: the one that looks most like it, and its other strokes.
  ///
  /// Rulings, frames, specks and what reaches in from the edge are left out where something else remains.
  static func digit(_ ink: [Bool], width: Int, height: Int) -> [Bool] {
    var parts = InkPart.all(RuledLines.removed(ink, width: width, height: height), width: width, height: height)
    parts = parts.filter { part in !parts.contains { part.frames($0) } }
    guard let main = parts.max(by: { $0.weight < $1.weight }) else {
      return [Bool](repeating: false, count: ink.count)
    }
    var mask = [Bool](repeating: false, count: ink.count)
    for part in parts where part.belongs(to: main) {
      for pixel in part.pixels { mask[pixel] = true }
    }
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
