#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

/// Finds a frame that is drawn along the edges of a picture.
enum PictureFrame {
  /// The share of a ring of pixels that must lie on one side of the threshold.
  private static let uniformShare = 0.9

  /// How many rows and columns on every side belong to the frame and what lies outside of it; 0 where there is none.
  ///
  /// Rings of pixels are looked at from the outside: as long as each is all dark or all light, the last change from one
  /// to the other is the inner edge of a frame.
  static func margin(_ picture: Plane) -> Int {
    let lowest = picture.values.min() ?? 0
    guard let threshold = InkMap.threshold(picture.values.map { Double($0 - lowest) }) else { return 0 }
    let level = lowest + Float(threshold)
    var inner = 0
    var last: Bool?
    for ring in 0..<min(picture.width, picture.height) / 3 {
      var light = 0
      var count = 0
      func take(_ row: Int, _ column: Int) {
        if picture[row, column] > level { light += 1 }
        count += 1
      }
      let (right, bottom) = (picture.width - 1 - ring, picture.height - 1 - ring)
      for column in ring...right {
        take(ring, column)
        take(bottom, column)
      }
      for row in (ring + 1)..<max(ring + 1, bottom) {
        take(row, ring)
        take(row, right)
      }
      let share = Double(light) / Double(count)
      guard share >= uniformShare || share <= 1 - uniformShare else { break }
      let isLight = share > 0.5
      if let last, last != isLight { inner = ring }
      last = isLight
    }
    return inner
  }
}
