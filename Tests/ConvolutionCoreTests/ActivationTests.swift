import ConvolutionCore
import Foundation
import Testing

@Suite struct ActivationTests {
  /// The distance in units in the last place of the exact value.
  private func ulps(_ found: Float, _ exact: Double) -> Double {
    abs(Double(found) - exact) / Double(max(Float(abs(exact)), Float.leastNormalMagnitude).ulp)
  }

  @Test func tanhIsWithinTwoUlps() {
    var worst = 0.0
    for step in -40_000...40_000 {
      let x = Float(step) / 3217
      worst = max(worst, ulps(Activation.tanh(x), tanh(Double(x))))
    }
    #expect(worst < 2)
  }

  @Test func sigmoidIsWithinThreeUlps() {
    var worst = 0.0
    for step in -80_000...40_000 {
      let x = Float(step) / 1021
      worst = max(worst, ulps(Activation.sigmoid(x), 1 / (1 + exp(-Double(x)))))
    }
    #expect(worst < 3)
  }

  @Test(
    arguments: [
      (Activation.none, -2, -2), (.relu, -2, 0), (.relu, 3, 3), (.leakyReLU(slope: 0.25), -2, -0.5),
      (.leakyReLU(slope: 0.25), 2, 2), (.tanh, 0, 0), (.tanh, 100, 1), (.tanh, -1e30, -1), (.sigmoid, 0, 0.5),
      (.sigmoid, 200, 1),
    ] as [(Activation, Float, Float)])
  func knownValues(activation: Activation, x: Float, expected: Float) {
    #expect(activation(x) == expected)
  }

  @Test func pictureScaleActsOnTheFractionOf255() {
    #expect(Activation.sigmoid(0, scale: 255) == 127.5)
    #expect(abs(Activation.tanh(255, scale: 255) - 255 * Float(tanh(1.0))) < 1e-4)
    #expect(Activation.relu(300, scale: 255) == 300)
  }

  /// Every length leaves another rest behind the last whole vector.
  @Test(arguments: 0..<40, [Activation.relu, .leakyReLU(slope: 0.1), .tanh, .sigmoid])
  func aMapEqualsItsValues(count: Int, activation: Activation) {
    let values = (0..<count).map { Float($0 - 17) * 0.37 }
    let map = activation.applied(to: Plane(width: count, height: 1, values: values))
    #expect(map.values == values.map { activation($0) })
  }

  @Test(arguments: [Activation.none, .relu, .leakyReLU(slope: 0.25), .tanh, .sigmoid])
  func valuesAndSlopesAreThoseOfTheDefinition(_ activation: Activation) {
    for step in -300...300 where step != 0 {
      let x = Double(step) / 32
      let y = activation.definition(x)
      #expect(ulps(activation(Float(x)), y) < 3)
      let difference = (activation.definition(x + 1e-6) - activation.definition(x - 1e-6)) / 2e-6
      #expect(abs(activation.slope(x, y) - difference) < 1e-8)
    }
  }

  @Test func notANumberStaysNotANumber() {
    #expect(Activation.tanh(.nan).isNaN)
    #expect(Activation.sigmoid(.nan).isNaN)
  }
}
