import ElementaryFunctions
import Testing

/// Held against values of 400 digits (make-exact-values.py), in units in the last place of the true value.
@Suite struct ElementaryFunctionsTests {
  private static let functions: [(String, @Sendable (Double) -> Double, limit: Double)] = [
    ("exponential", { exponential($0) }, 1), ("naturalLogarithm", { naturalLogarithm($0) }, 1),
    ("hyperbolicTangent", { hyperbolicTangent($0) }, 2), ("sine", { sine($0) }, 1), ("cosine", { cosine($0) }, 1),
  ]

  private func ulps(_ value: Double, _ exact: Double) -> Double { (value - exact).magnitude / exact.ulp }

  @Test func isWithinTheStatedErrorOfTheTrueValue() throws {
    for (name, function, limit) in Self.functions {
      let pairs = try #require(exactValues[name])
      for (argument, exact) in pairs {
        let x = Double(bitPattern: argument)
        let y = Double(bitPattern: exact)
        let value = function(x)
        #expect(ulps(value, y) <= limit, "\(name)(\(x)) is \(value), not \(y)")
      }
    }
  }

  @Test func anglesOfPointsAreWithinTwoUlp() {
    for (y, x, exact) in exactAngles {
      let (y, x, exact) = (Double(bitPattern: y), Double(bitPattern: x), Double(bitPattern: exact))
      #expect(ulps(arctangent(y: y, x: x), exact) <= 2, "arctangent(y: \(y), x: \(x))")
    }
  }

  @Test func endsOfTheRange() {
    #expect(exponential(Double.infinity) == .infinity && exponential(-Double.infinity) == 0)
    #expect(
      exponential(710.0) == .infinity && exponential(-746.0) == 0 && exponential(-745.0) == .leastNonzeroMagnitude)
    #expect(exponential(0.0) == 1 && exponential(Double.nan).isNaN)
    #expect(naturalLogarithm(0.0) == -.infinity && naturalLogarithm(-1.0).isNaN && naturalLogarithm(1.0) == 0)
    #expect(naturalLogarithm(Double.infinity) == .infinity && naturalLogarithm(Double.nan).isNaN)
    #expect(hyperbolicTangent(Double.infinity) == 1 && hyperbolicTangent(-1e300) == -1)
    #expect(hyperbolicTangent(-0.0).sign == .minus && hyperbolicTangent(Double.nan).isNaN)
    #expect(sine(Double.infinity).isNaN && cosine(Double.nan).isNaN && sine(0.0) == 0 && cosine(0.0) == 1)
    #expect(sine(-0.0).sign == .minus)
    #expect(arctangent(y: 0, x: 0) == 0 && arctangent(y: 0, x: -1) == Double.pi)
    #expect(arctangent(y: -0.0, x: -1) == -Double.pi)
    #expect(arctangent(y: 1, x: 0) == Double.pi / 2 && arctangent(y: -1, x: 0) == -Double.pi / 2)
    #expect(arctangent(y: .infinity, x: -.infinity) == 3 * Double.pi / 4)
  }

  @Test func oddAndEvenToTheBit() {
    for step in 1...2000 {
      let x = Double(step) * 0.37
      #expect(sine(-x) == -sine(x) && cosine(-x) == cosine(x) && hyperbolicTangent(-x) == -hyperbolicTangent(x))
      #expect(sine(x * 1e9) == -sine(-x * 1e9) && cosine(x * 1e9) == cosine(-x * 1e9))
    }
  }

  @Test func powersOfTenAndTheirExponentsAreExact() {
    for n in -22...22 {
      let x = power(10, n)
      #expect(decimalExponent(x) == n && decimalExponent(-x * 9.99) == n)
      #expect(decimalExponent(x.nextDown) == n - 1 && decimalExponent(x.nextUp) == n)
    }
    #expect(power(10, 22) == 1e22 && power(10, -3) == 0.001 && power(-2, 3) == -8 && power(7, 0) == 1)
    #expect(decimalExponent(0) == 0 && decimalExponent(.infinity) == 0)
    #expect(decimalExponent(.leastNonzeroMagnitude) == -324 && decimalExponent(.greatestFiniteMagnitude) == 308)
  }

  /// The bits themselves: another compiler, processor or library must not change one.
  @Test func bitsAreTheSameEverywhere() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ value: Double) { hash = (hash ^ value.bitPattern) &* 0x100_0000_01B3 }
    var x = 1e-9
    while x < 700 {
      take(exponential(-x))
      take(naturalLogarithm(x))
      take(hyperbolicTangent(x))
      take(sine(x * x * x))
      take(cosine(x * 1e12))
      take(arctangent(y: x, x: 3 - x))
      x *= 1.003
    }
    #expect(hash == 0x07EF_EE38_7D73_5384)
  }
}
