import DrawingKit
import ElementaryFunctions

/// A range of values with round numbers to mark on it.
public struct Axis: Sendable, Equatable {
  /// The value at the beginning.
  public let lowest: Double
  /// The value at the end.
  public let highest: Double
  /// The values that get a number.
  public let ticks: [Double]
  /// What is shown, with its unit.
  public let label: String
  /// Digits behind the point.
  let decimals: Int

  /// The smallest range of round steps that holds all values; at most about `count` steps.
  ///
  /// Steps are 1, 2 or 5 times a power of ten.
  public init(_ label: String, holding values: [Double], count: Int = 5, wholeNumbers: Bool = false) {
    let finite = values.filter(\.isFinite)
    let low = finite.min() ?? 0
    var high = finite.max() ?? 1
    if high - low < 1e-12 * max(1, high.magnitude) { high = low + 1 }
    let raw = (high - low) / Double(max(count, 1))
    let unit = power(10, decimalExponent(raw))
    var step = unit * ([1, 2, 5, 10].first { unit * $0 >= raw * 0.999 } ?? 10)
    if wholeNumbers { step = max(1, step.rounded()) }
    let first = (low / step + 1e-9).rounded(.down)
    let last = (high / step - 1e-9).rounded(.up)
    self.label = label
    lowest = first * step
    highest = last * step
    ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
    decimals = max(0, -decimalExponent(step * (1 + 1e-9)))
  }

  /// A range from its ends, marked at given values.
  public init(_ label: String, from lowest: Double, to highest: Double, ticks: [Double], decimals: Int) {
    self.label = label
    self.lowest = lowest
    self.highest = highest
    self.ticks = ticks
    self.decimals = decimals
  }

  /// Where a value lies, 0…1 of the way.
  func share(_ value: Double) -> Double { (value - lowest) / (highest - lowest) }

  func text(_ value: Double) -> String { NumberText.fixed(value, decimals: decimals) }
}
