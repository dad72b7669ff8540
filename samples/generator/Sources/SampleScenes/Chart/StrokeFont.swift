/// Capital letters and digits drawn with a pen of even width, each on a field 4 wide and 6 high.
enum StrokeFont {
  /// The strokes of each sign: points as column and row, counted from the lower left; a blank begins a new stroke.
  private static let signs: [Character: String] = [
    "A": "002640 1232", "B": "00063645443303 3342413000", "C": "4536160501103041", "D": "00062644422000",
    "E": "46060040 0333", "F": "460600 0333", "G": "45361605011030414323", "H": "0006 4046 0343",
    "I": "1030 2026 1636", "J": "4641301001", "K": "0006 4603 1340", "L": "060040", "M": "0006234640",
    "N": "00064046", "O": "100105163645413010", "P": "000636454434031303", "Q": "100105163645413010 2240",
    "R": "0006364544340313 2340", "S": "453616050413334241301001", "T": "0646 2620", "U": "060110304146",
    "V": "062046", "W": "0610233046", "X": "0046 0640", "Y": "062346 2320", "Z": "06460040",
    "0": "100105163645413010 0145", "1": "0526 2620 1030", "2": "0516364544010040", "3": "051636454433 13334241301001",
    "4": "30360242", "5": "4606033342413010 01", "6": "453616050110304142331302", "7": "064610",
    "8": "163645443313040516 1302011030414233", "9": "011030414536160504133344", "-": "1333", ".": "2021",
    ":": "2122 2425",
  ]

  private static let strokes: [Character: [[Point]]] = signs.mapValues { text in
    text.split(separator: " ").map { stroke in
      let digits = stroke.compactMap { $0.wholeNumberValue }
      return stride(from: 0, to: digits.count - 1, by: 2).map { Point(Float(digits[$0]), Float(digits[$0 + 1])) }
    }
  }

  /// The width of a text with letters of the given height.
  static func width(_ text: String, height: Float) -> Float { (Float(text.count) * 5.6 - 1.6) * height / 6 }

  /// Distance from the pen's line to a point; `p` lies right of and below the upper left corner of the text.
  static func distance(_ p: Point, _ text: [Character], height: Float) -> Float {
    let unit = height / 6
    let column = Int(p.x / (5.6 * unit))
    guard p.x > -unit, column < text.count, p.y > -unit, p.y < height + unit else { return .infinity }
    var best: Float = .infinity
    for index in max(column - 1, 0)...min(max(column, 0), text.count - 1) {
      let q = Point(p.x / unit - Float(index) * 5.6, 6 - p.y / unit)
      for stroke in strokes[text[index]] ?? [] {
        for (a, b) in zip(stroke, stroke.dropFirst()) {
          let along = b - a
          let t = clamp(dot(q - a, along) / max(dot(along, along), 1e-6))
          best = min(best, length(q - a - along * t))
        }
      }
    }
    return best * unit
  }
}
