#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

/// A photo or scan of one digit made into a picture as MNIST has it: ink 255 on 0, the digit in a box of 20 × 20 with
/// its proportions kept, its centre of mass on pixel 14, 14 of 28 × 28, counted from 0.
///
/// The paper's shading is fitted and taken away, ink is what differs from it (darker or lighter), specks and what
/// reaches in from the border are dropped, and a line thinner than MNIST's pens is thickened. Source of the last
/// steps: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
public struct PreparedDigit: Sendable, Equatable {
  /// Rows and columns.
  public static let side = 28
  /// The longer side of the digit's box.
  private static let box = 20
  /// Larger pictures are shrunk first: more pixels say nothing more about a digit.
  private static let workingSide = 400
  /// MNIST's lines are about an eighth of the digit's height; thinner ones than this become so thick.
  private static let thinnest = 0.085

  /// The pixels, row by row.
  public let pixels: [UInt8]

  /// Finds the digit; nil when the picture shows nothing that stands out from its ground.
  public init?(_ picture: Plane) {
    guard picture.width > 0 && picture.height > 0 else { return nil }
    let working = PreparedDigit.withoutFrame(PreparedDigit.shrunk(picture))
    guard let ink = InkMap(working), let box = ink.box else { return nil }
    var lines = ink.plane
    let longest = Double(max(box.width, box.height))
    let missing = PreparedDigit.thinnest * longest - ink.lineWidth
    if missing > 1 { lines = ink.thickened(by: missing / 2) }
    pixels = PreparedDigit.centred(lines, InkMap.box(of: lines) ?? box)
  }

  private static func withoutFrame(_ picture: Plane) -> Plane {
    let margin = PictureFrame.margin(picture)
    return margin == 0
      ? picture
      : picture.cropped(
        x: margin, y: margin, width: picture.width - 2 * margin, height: picture.height - 2 * margin)
  }

  private static func shrunk(_ picture: Plane) -> Plane {
    let longest = max(picture.width, picture.height)
    guard longest > workingSide else { return picture }
    let size = Size(
      width: max(1, picture.width * workingSide / longest), height: max(1, picture.height * workingSide / longest))
    return picture.scaled(x: 0, y: 0, size: picture.size, to: size)
  }

  /// Scales the box to 20 × 20 and moves its centre of mass to the middle of pixel 14, 14, by whole pixels.
  private static func centred(_ ink: Plane, _ box: InkMap.Box) -> [UInt8] {
    let longest = max(box.width, box.height)
    let size = Size(
      width: max(1, (box.width * PreparedDigit.box + longest / 2) / longest),
      height: max(1, (box.height * PreparedDigit.box + longest / 2) / longest))
    let small = ink.scaled(x: box.x, y: box.y, size: Size(width: box.width, height: box.height), to: size)
    let brightest = max(small.values.max() ?? 0, 1e-6)
    var mass: Float = 0
    var x: Float = 0
    var y: Float = 0
    for row in 0..<size.height {
      for column in 0..<size.width {
        mass += small[row, column]
        x += small[row, column] * (Float(column) + 0.5)
        y += small[row, column] * (Float(row) + 0.5)
      }
    }
    let left = Int((Float(side + 1) / 2 - x / max(mass, 1e-6)).rounded())
    let top = Int((Float(side + 1) / 2 - y / max(mass, 1e-6)).rounded())
    var pixels = [UInt8](repeating: 0, count: side * side)
    for row in 0..<size.height {
      for column in 0..<size.width where (0..<side).contains(row + top) && (0..<side).contains(column + left) {
        // MNIST's lines are full ink in their middle.
        let value = min(1, 1.15 * small[row, column] / brightest)
        pixels[(row + top) * side + column + left] = UInt8(255 * value + 0.5)
      }
    }
    return pixels
  }
}
