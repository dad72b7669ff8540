import TextFormats

/// How many pixels have each of the levels 0…255, fractions rounded down.
package struct HistogramCounts {
  private(set) var counts = [Int](repeating: 0, count: 256)

  /// Nothing counted yet.
  package init() {}

  package mutating func add(_ row: UnsafeBufferPointer<Float>) {
    for value in row { counts[min(255, max(0, Int(value.rounded(.down))))] += 1 }
  }
}

/// How many pixels fall into each of the equal parts of 0…255.
package struct Histogram {
  let counts: [Int]

  /// `bins` must divide 256.
  package init(_ levels: HistogramCounts, bins: Int) {
    let width = 256 / bins
    counts = (0..<bins).map { bin in levels.counts[bin * width..<(bin + 1) * width].reduce(0, +) }
  }

  /// One row of bars, the highest full, with the scale at both ends.
  package var line: String {
    let bars = Array(" ▁▂▃▄▅▆▇█")
    let highest = max(1, counts.max() ?? 1)
    // A bin that has pixels always shows, however few they are.
    let cells = counts.map { $0 == 0 ? bars[0] : bars[max(1, ($0 * 8 + highest / 2) / highest)] }
    return "0 \(String(cells)) 255"
  }

  /// A line for each part: its range, its count, its share, a bar.
  package var table: String {
    let width = 256 / counts.count
    let total = max(1, counts.reduce(0, +))
    let highest = max(1, counts.max() ?? 1)
    let digits = "\(highest)".count
    return counts.enumerated().map { index, count in
      let range = padded("\(index * width)", 3) + "–" + padded("\(index * width + width - 1)", 3)
      let share = padded(decimal(100 * Double(count) / Double(total), 1), 5)
      let bar = String(repeating: "█", count: count * 40 / highest)
      return "\(range)  \(padded("\(count)", digits))  \(share) %" + (bar.isEmpty ? "" : "  \(bar)")
    }.joined(separator: "\n")
  }
}

/// `text` after as many spaces as make it `width` letters long.
func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
