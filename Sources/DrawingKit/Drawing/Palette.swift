/// At most 256 colours that stand for all colours of an animation, by median cut.
///
/// Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982: the box of colours whose widest
/// side times its count is largest is cut at the median, until there are enough boxes; each gives its mean.
struct Palette {
  /// 0xRRGGBB, in a fixed order.
  let colours: [UInt32]
  private let indices: [UInt32: UInt8]

  /// The palette of pixels 0xRRGGBB; all of them, where they are few.
  init(of pixels: [[UInt32]], limit: Int = 256) {
    var counts: [UInt32: Int] = [:]
    for frame in pixels {
      for pixel in frame { counts[pixel, default: 0] += 1 }
    }
    // Sorted, as a dictionary's own order differs from run to run.
    var boxes = [Box(counts.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 })]
    while boxes.count < limit {
      guard let widest = boxes.indices.max(by: { boxes[$0].weight < boxes[$1].weight }), boxes[widest].weight > 0
      else { break }
      let (low, high) = boxes[widest].halves
      boxes[widest] = low
      boxes.append(high)
    }
    colours = boxes.map(\.mean)
    var indices: [UInt32: UInt8] = [:]
    for (index, box) in boxes.enumerated() {
      for (colour, _) in box.colours { indices[colour] = UInt8(index) }
    }
    self.indices = indices
  }

  /// The place in the palette of one of the pixels it was made of.
  func index(of pixel: UInt32) -> UInt8 { indices[pixel] ?? 0 }
}

private struct Box {
  let colours: [(colour: UInt32, count: Int)]
  private let widestShift: UInt32
  private let spread: Int

  init(_ colours: [(UInt32, Int)]) {
    var (shift, spread) = (UInt32(0), -1)
    for candidate in [UInt32(8), 16, 0] {
      let parts = colours.map { Int($0.0 >> candidate & 255) }
      let range = (parts.max() ?? 0) - (parts.min() ?? 0)
      if range > spread { (shift, spread) = (candidate, range) }
    }
    self.colours = colours.map { (colour: $0.0, count: $0.1) }
    widestShift = shift
    self.spread = spread
  }

  /// How much is gained by a cut: the spread weighs more than the count, so that rare accents keep their colour.
  var weight: Double {
    let count = Double(colours.reduce(0) { $0 + $1.count })
    return Double(spread) * Double(spread) * count.squareRoot()
  }

  var halves: (Box, Box) {
    let shift = widestShift
    let sorted = colours.sorted { ($0.colour >> shift & 255, $0.colour) < ($1.colour >> shift & 255, $1.colour) }
    let half = sorted.reduce(0) { $0 + $1.count } / 2
    var (sum, cut) = (0, 0)
    while cut < sorted.count - 1 && sum + sorted[cut].count <= half {
      sum += sorted[cut].count
      cut += 1
    }
    cut = max(cut, 1)
    return (Box(sorted[..<cut].map { ($0.colour, $0.count) }), Box(sorted[cut...].map { ($0.colour, $0.count) }))
  }

  var mean: UInt32 {
    let total = max(1, colours.reduce(0) { $0 + $1.count })
    func part(_ shift: UInt32) -> UInt32 {
      let sum = colours.reduce(0) { $0 + Int($1.colour >> shift & 255) * $1.count }
      return UInt32((sum + total / 2) / total)
    }
    return part(16) << 16 | part(8) << 8 | part(0)
  }
}
