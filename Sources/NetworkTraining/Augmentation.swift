#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

import ConvolutionCore
import NetworkDescription

/// What is done to each picture before it is shown: at random, but the same for the same seed, epoch and picture.
public enum Augmentation: Sendable, Equatable {
  /// Nothing.
  case none
  /// A random turn, size, slant and shift.
  case affine(AffineAugmentation = AffineAugmentation())
  /// The same, and a smooth random bending (Simard, Steinkraus & Platt 2003).
  case elastic(AffineAugmentation = AffineAugmentation(), strength: Float = 2)

  /// Writes the changed picture (C × H × W bytes each); `fill` is what lies outside of it.
  package func apply(
    _ source: UnsafePointer<UInt8>, _ shape: Shape, _ target: UnsafeMutablePointer<UInt8>, fill: UInt8 = 0,
    _ generator: inout SeededGenerator
  ) {
    switch self {
    case .none: target.update(from: source, count: shape.count)
    case .affine(let affine): affine.map(shape, &generator).sample(source, shape, target, fill: fill, bend: nil)
    case .elastic(let affine, let strength):
      let map = affine.map(shape, &generator)
      let bend = Bend(shape, strength: strength, &generator)
      map.sample(source, shape, target, fill: fill, bend: bend)
    }
  }
}

/// The limits of a random affine map; each is drawn evenly between minus and plus.
public struct AffineAugmentation: Sendable, Equatable {
  /// The turn, in degrees.
  public var rotation: Float
  /// The change of size, as a share.
  public var scale: Float
  /// The slant: columns moved for each row.
  public var shear: Float
  /// The shift, in pixels.
  public var shift: Float

  /// The limits that taught LeNet-5 best in a few tries.
  public init(rotation: Float = 12, scale: Float = 0.12, shear: Float = 0.15, shift: Float = 2) {
    self.rotation = rotation
    self.scale = scale
    self.shear = shear
    self.shift = shift
  }

  /// Where each pixel of the changed picture comes from.
  func map(_ shape: Shape, _ generator: inout SeededGenerator) -> AffineMap {
    let angle = generator.uniform(-1, 1) * Double(rotation) * Double.pi / 180
    let size = 1 + generator.uniform(-1, 1) * Double(scale)
    let slant = generator.uniform(-1, 1) * Double(shear)
    let right = generator.uniform(-1, 1) * Double(shift)
    let down = generator.uniform(-1, 1) * Double(shift)
    let (turnSine, turnCosine) = (sine(angle), cosine(angle))
    let a = turnCosine / size
    let b = (turnSine + slant * turnCosine) / size
    let c = -turnSine / size
    let d = (turnCosine - slant * turnSine) / size
    let middleX = Double(shape.width - 1) / 2
    let middleY = Double(shape.height - 1) / 2
    return AffineMap(
      xx: Float(a), xy: Float(b), yx: Float(c), yy: Float(d),
      x: Float(middleX - a * (middleX + right) - b * (middleY + down)),
      y: Float(middleY - c * (middleX + right) - d * (middleY + down)))
  }
}

/// source = (xx · x + xy · y + x₀, yx · x + yy · y + y₀).
struct AffineMap {
  let xx: Float, xy: Float, yx: Float, yy: Float, x: Float, y: Float

  /// Bilinear between the four pixels around; what lies outside is `fill`.
  func sample(
    _ source: UnsafePointer<UInt8>, _ shape: Shape, _ target: UnsafeMutablePointer<UInt8>, fill: UInt8,
    bend: Bend?
  ) {
    let width = shape.width
    let height = shape.height
    let area = width * height
    let outside = Float(fill)
    for row in 0..<height {
      var sourceX = x + xy * Float(row)
      var sourceY = y + yy * Float(row)
      for column in 0..<width {
        var placeX = sourceX
        var placeY = sourceY
        if let bend {
          placeX += bend.x[row * width + column]
          placeY += bend.y[row * width + column]
        }
        sourceX += xx
        sourceY += yx
        // One more than the floor, which truncation gives for what is not outside anyway.
        guard placeX > -1, placeY > -1, placeX < Float(width), placeY < Float(height) else {
          for channel in 0..<shape.channels { target[channel &* area &+ row &* width &+ column] = fill }
          continue
        }
        let left = Int(placeX + 1) - 1
        let top = Int(placeY + 1) - 1
        let u = placeX - Float(left)
        let v = placeY - Float(top)
        for channel in 0..<shape.channels {
          let plane = source + channel &* area
          func pixel(_ y: Int, _ x: Int) -> Float {
            x >= 0 && y >= 0 && x < width && y < height ? Float(plane[y &* width &+ x]) : outside
          }
          let upper = pixel(top, left) * (1 - u) + pixel(top, left &+ 1) * u
          let lower = pixel(top &+ 1, left) * (1 - u) + pixel(top &+ 1, left &+ 1) * u
          target[channel &* area &+ row &* width &+ column] = UInt8(upper * (1 - v) + lower * v + 0.5)
        }
      }
    }
  }
}

/// A smooth random shift of every pixel: random vectors on a coarse grid, joined by cubic B-splines.
struct Bend {
  private(set) var x: [Float]
  private(set) var y: [Float]

  /// `strength` is the largest shift of a grid point, in pixels; grid points stand seven pixels apart.
  init(_ shape: Shape, strength: Float, _ generator: inout SeededGenerator) {
    x = Bend.field(shape, strength, &generator)
    y = Bend.field(shape, strength, &generator)
  }

  private static func field(_ shape: Shape, _ strength: Float, _ generator: inout SeededGenerator) -> [Float] {
    let step = 7
    let columns = shape.width / step + 4
    let rows = shape.height / step + 4
    var grid = [Float](repeating: 0, count: rows * columns)
    for i in grid.indices { grid[i] = Float(generator.uniform(-1, 1)) * strength }
    var field = [Float](repeating: 0, count: shape.height * shape.width)
    for row in 0..<shape.height {
      let vertical = spline(Float(row % step) / Float(step))
      for column in 0..<shape.width {
        let horizontal = spline(Float(column % step) / Float(step))
        var sum: Float = 0
        for i in 0..<4 {
          for j in 0..<4 {
            sum += vertical[i] * horizontal[j] * grid[(row / step + i) * columns + column / step + j]
          }
        }
        field[row * shape.width + column] = sum
      }
    }
    return field
  }

  /// The four weights of a uniform cubic B-spline at `t` from 0 to 1.
  private static func spline(_ t: Float) -> SIMD4<Float> {
    let s = 1 - t
    return SIMD4(
      s * s * s, 3 * t * t * t - 6 * t * t + 4, -3 * t * t * t + 3 * t * t + 3 * t + 1, t * t * t) / 6
  }
}
