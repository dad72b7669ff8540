import ConvolutionCore
import Foundation
import Testing

@Suite struct GradientTests {
  private let sobelX: [Float] = [-1, 0, 1, -2, 0, 2, -1, 0, 1]
  private let sobelY: [Float] = [-1, -2, -1, 0, 0, 0, 1, 2, 1]

  private func sobel(_ quantity: Gradient.Quantity) throws -> Gradient {
    Gradient(
      x: try Kernel(width: 3, height: 3, numerators: sobelX), y: try Kernel(width: 3, height: 3, numerators: sobelY),
      quantity: quantity)
  }

  /// A plane that grows by (dx, dy) from pixel to pixel.
  private func ramp(_ dx: Float, _ dy: Float) -> Plane {
    var plane = Plane(width: 7, height: 6)
    for y in 0..<6 { for x in 0..<7 { plane[y, x] = 100 + dx * Float(x) + dy * Float(y) } }
    return plane
  }

  @Test(
    arguments: [
      (1, 0, 8, 0), (0, 1, 8, 270), (-1, 0, 8, 180), (0, -1, 8, 90), (1, -1, 11.313_708, 45), (3, -4, 40, 53.130_102),
      (-3, 4, 40, 233.130_102), (0, 0, 0, 0), (-2, -2, 22.627_417, 135),
    ] as [(Float, Float, Float, Float)])
  func aRampHasItsSlopeAndDirection(_ dx: Float, _ dy: Float, _ magnitude: Float, _ angle: Float) throws {
    let valid = Convolution(padding: .valid)
    for value in try sobel(.magnitude).apply(ramp(dx, dy), with: valid).values {
      #expect(abs(value - magnitude) <= magnitude * 1e-6)
    }
    for value in try sobel(.direction).apply(ramp(dx, dy), with: valid).values {
      #expect(abs(value - angle) <= angle * 1e-6)
    }
  }

  @Test func theMagnitudeIsThatOfBothMapsAndTheBiasComesAfter() throws {
    var noise = Noise(seed: 3)
    let plane = noise.plane(Size(width: 19, height: 13))
    let convolution = Convolution(stride: 2, padding: .full, border: .mirror, dilation: 2, bias: 5, flip: true)
    var plain = convolution
    plain.bias = 0
    let gradient = try sobel(.magnitude)
    let (gx, gy) = (try plain.reference(plane, with: gradient.x), try plain.reference(plane, with: gradient.y))
    let map = try gradient.apply(plane, with: convolution)
    #expect(map.size == gx.size)
    for index in map.values.indices {
      let expected = 5 + hypot(gx.values[index], gy.values[index])
      #expect(abs(map.values[index] - expected) <= 1e-5 * expected)
    }
  }

  @Test func kernelsOfTwoSizesMeetAtTheirAnchors() throws {
    let forward = Gradient(
      x: try Kernel(width: 2, height: 1, numerators: [-1, 1]), y: try Kernel(width: 1, height: 2, numerators: [-1, 1]))
    #expect(forward.size == Size(width: 2, height: 2))
    #expect(forward.x.numerators == [-1, 1, 0, 0])
    #expect(forward.y.numerators == [-1, 0, 1, 0])
    let wide = Gradient(
      x: try Kernel(width: 5, height: 1, numerators: [1, 2, 3, 4, 5], divisor: 7),
      y: try Kernel(width: 1, height: 3, numerators: [1, 2, 3]))
    #expect(wide.x.numerators == [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0] && wide.x.divisor == 7)
    #expect(wide.y.numerators == [0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0])
  }
}
