#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

/// Which of the two is paper, the dark or the light.
struct PaperSide {
  /// Above this share of the edge a side is paper without doubt.
  private static let certainShare = 0.75

  /// About how bright the paper is.
  let level: Double
  /// What is nearer to that than to the ink lies within so many levels.
  let reach: Double
  /// True where the ink is darker; nil where the shading of the paper decides better than a threshold.
  let isInkDark: Bool?

  /// Looks along the edges, where most is paper. A digit that was cut out tightly may fill half of them: there the ink
  /// is what hangs together, and the paper what it leaves in the corners and counters.
  init(_ picture: Plane) {
    let edge = PaperSide.edge(picture)
    let lowest = picture.values.min() ?? 0
    guard let threshold = InkMap.threshold(picture.values.map { Double($0 - lowest) }) else {
      level = PaperSurface.median(edge)
      reach = .infinity
      isInkDark = nil
      return
    }
    let limit = Double(lowest) + threshold
    let light = Double(edge.count { $0 > limit }) / Double(edge.count)
    guard max(light, 1 - light) < PaperSide.certainShare else {
      level = PaperSurface.median(edge)
      reach = abs(level - limit)
      isInkDark = nil
      return
    }
    let dark = picture.values.map { Double($0) <= limit }
    let (darkShare, lightShare) = (PaperSide.unity(dark, picture), PaperSide.unity(dark.map { !$0 }, picture))
    let inkIsDark = darkShare == lightShare ? light >= 0.5 : darkShare > lightShare
    let paper = zip(picture.values, dark).filter { $0.1 != inkIsDark }.map { Double($0.0) }
    level = PaperSurface.median(paper)
    reach = abs(level - limit)
    isInkDark = inkIsDark
  }

  /// Takes the middle of all values for paper: most of a sheet with one digit is.
  init(medianOf picture: Plane) {
    level = PaperSurface.median(picture.values.map { Double($0) })
    reach = .infinity
    isInkDark = nil
  }

  /// The share of the largest part.
  private static func unity(_ mask: [Bool], _ picture: Plane) -> Double {
    let counts = InkPart.all(mask, width: picture.width, height: picture.height).map { $0.pixels.count }
    return Double(counts.max() ?? 0) / Double(max(counts.reduce(0, +), 1))
  }

  /// The outermost pixels.
  private static func edge(_ picture: Plane) -> [Double] {
    var values: [Double] = []
    for column in 0..<picture.width {
      values.append(Double(picture[0, column]))
      values.append(Double(picture[picture.height - 1, column]))
    }
    for row in 0..<picture.height {
      values.append(Double(picture[row, 0]))
      values.append(Double(picture[row, picture.width - 1]))
    }
    return values
  }
}
