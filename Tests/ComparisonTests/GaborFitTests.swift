import Comparison
import Foundation
import Testing

/// A Gabor function sampled on a grid, written down here a second time as the oracle.
func gabor(
  size: Int, orientation: Double, wavelength: Double, deviation: Double, aspect: Double, phase: Double,
  center: (Double, Double) = (0, 0)
) -> FilterPatch {
  let angle = orientation * .pi / 180
  var weights: [Double] = []
  for row in 0..<size {
    for column in 0..<size {
      let x = Double(column) - Double(size - 1) / 2 - center.0
      let y = Double(row) - Double(size - 1) / 2 - center.1
      let u = x * cos(angle) + y * sin(angle)
      let v = -x * sin(angle) + y * cos(angle)
      let envelope = exp(-(u * u + aspect * aspect * v * v) / (2 * deviation * deviation))
      weights.append(0.7 * envelope * cos(2 * .pi * u / wavelength + phase * .pi / 180))
    }
  }
  return FilterPatch(width: size, height: size, weights: weights)
}

@Suite struct GaborFitTests {
  @Test(arguments: [0.0, 20, 45, 70, 90, 135, 160], [(3.0, 1.2), (4.0, 1.5), (5.0, 1.3)])
  func findsKnownParameters(orientation: Double, shape: (Double, Double)) throws {
    for phase in [0.0, 40, 90, -120] {
      for size in [5, 7] {
        let filter = gabor(
          size: size, orientation: orientation, wavelength: shape.0, deviation: shape.1, aspect: 0.9, phase: phase)
        let fit = try #require(GaborFit(filter))
        #expect(fit.residual < 1e-4)
        let turn = abs(fit.orientation - orientation)
        #expect(min(turn, 180 - turn) < 3, "orientation \(fit.orientation) at phase \(phase), \(size)")
        // Along an axis of five pixels an even wave has three values for three parameters: several solve it exactly.
        if size == 5 && orientation.truncatingRemainder(dividingBy: 90) == 0 { continue }
        #expect(abs(fit.wavelength / shape.0 - 1) < 0.05, "wavelength \(fit.wavelength) at phase \(phase), \(size)")
        #expect(abs(fit.deviation / shape.1 - 1) < 0.05, "deviation \(fit.deviation) at phase \(phase), \(size)")
        #expect(abs(fit.aspect / 0.9 - 1) < 0.05, "aspect \(fit.aspect) at phase \(phase), \(size)")
        // The function sampled again is the filter.
        let again = fit.sampled(width: size, height: size).weights
        let error = zip(again, filter.weights).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(abs(error / filter.energy - fit.residual) < 1e-9)
      }
    }
  }

  @Test func aCheckerboardOfNoiseIsNoGabor() throws {
    let noise: [Double] = [3, -1, 4, -1, 5, -9, 2, -6, 5, 3, 5, -8, 9, 7, -9, 3, 2, 3, -8, 4, -6, 2, 6, -4, 3]
    let fit = try #require(GaborFit(FilterPatch(width: 5, height: 5, weights: noise)))
    #expect(fit.residual > 0.2)
  }

  @Test func zerosHaveNoFit() {
    #expect(GaborFit(FilterPatch(width: 3, height: 3, weights: [Double](repeating: 0, count: 9))) == nil)
  }
}
