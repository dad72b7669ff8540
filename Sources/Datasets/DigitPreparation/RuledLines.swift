/// Straight lines across the whole paper, as of ruled and squared sheets.
enum RuledLines {
  /// The share of a row or column that a line fills.
  private static let share = 0.8
  /// Rulings are no thicker than this share of the paper.
  private static let thinnest = 0.025
  /// On fewer pixels a ruling is as thick as a stroke.
  private static let leastSide = 48

  /// The ink without such lines; where a stroke crosses one, the stroke stays.
  static func removed(_ ink: [Bool], width: Int, height: Int) -> [Bool] {
    let level = without(ink, count: height, length: width, step: 1, line: width)
    return without(level, count: width, length: height, step: width, line: 1)
  }

  /// Takes away the lines along one axis: `count` of them, each `length` pixels that are `step` apart, begin `line` apart.
  private static func without(_ ink: [Bool], count: Int, length: Int, step: Int, line: Int) -> [Bool] {
    let filled = (0..<count).map { index in
      (0..<length).count { ink[index * line + $0 * step] } >= Int(share * Double(length))
    }
    guard filled.contains(true) else { return ink }
    var result = ink
    var index = 0
    while index < count {
      guard filled[index] else {
        index += 1
        continue
      }
      var end = index
      while end < count && filled[end] { end += 1 }
      let thickness = end - index
      // A thick line is a stroke of a digit that fills the picture, as the top of a 7.
      guard Double(thickness) <= max(1, thinnest * Double(count)), count >= leastSide else {
        index = end
        continue
      }
      for place in 0..<length {
        // How far the ink goes across the line here; a stroke goes on beyond it.
        var first = index
        while first > 0 && ink[(first - 1) * line + place * step] { first -= 1 }
        var last = end - 1
        while last < count - 1 && ink[(last + 1) * line + place * step] { last += 1 }
        if last - first + 1 <= thickness + max(2, thickness) {
          for across in first...last { result[across * line + place * step] = false }
        }
      }
      index = end
    }
    return result
  }
}
