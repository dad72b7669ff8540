import ElementaryFunctions
import Foundation
import Testing

@Suite struct AngleInDegreesTests {
  @Test func anglesAreThoseOfAtan2() {
    var generator = MixedNumbers(state: 4)
    for number in 0..<4_000 {
      let scale = pow(10, Double(number % 13) - 6)
      let (x, y) = (
        Double.random(in: -0.5..<0.5, using: &generator) * scale, Double.random(in: -0.5..<0.5, using: &generator)
      )
      var expected = atan2(y, x) * 180 / .pi
      if expected < 0 { expected += 360 }
      let found = angleInDegrees(x: x, y: y)
      #expect(found >= 0 && found < 360)
      #expect(abs(found - expected) <= 4e-16 * 360 || abs(found - expected) > 359.999_999)
    }
    #expect(angleInDegrees(x: 0, y: 0) == 0 && angleInDegrees(x: -0.0, y: 0) == 0)
    #expect(angleInDegrees(x: 5, y: 5) == 45 && angleInDegrees(x: -5, y: -5) == 225)
    #expect(angleInDegrees(x: 1, y: -1e-300) == 0)
  }
}

/// A fixed sequence of numbers (Knuth's MMIX constants).
private struct MixedNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 32)
  }
}
