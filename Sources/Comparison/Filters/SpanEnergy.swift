import ConvolutionCore

/// How much of the learned filters' energy lies in the span of a bank's first d directions, for d = 1…n.
///
/// With d = n every bank spans everything, so a single number says nothing: the curve is compared with that of random
/// banks of the same size.
public struct SpanEnergy: Sendable {
  /// The share for d = 1…n at index d − 1, 0…1.
  public let shares: [Double]

  /// The share of the filters' energy along the principal axes of `bank`.
  public init(of filters: [FilterPatch], in bank: [[Double]]) {
    let axes = PrincipalAxes(bank).axes
    let directions = filters.compactMap { unit($0.weights) }
    var sum = 0.0
    shares = axes.map { axis in
      for direction in directions {
        let component = dot(axis, direction)
        sum += component * component
      }
      return directions.isEmpty ? 0 : sum / Double(directions.count)
    }
  }

  /// The mean and the middle 95 % of `repetitions` banks of `size` random filters with normally distributed weights.
  public static func random(
    of filters: [FilterPatch], size: Int, repetitions: Int, seed: UInt64
  ) -> (mean: [Double], low: [Double], high: [Double]) {
    let count = filters.first?.weights.count ?? 0
    let curves = (0..<repetitions).map { repetition in
      var generator = SeededGenerator(seed: seed, stream: UInt64(repetition))
      let bank = (0..<size).map { _ in (0..<count).map { _ in generator.normal() } }
      return SpanEnergy(of: filters, in: bank).shares
    }
    let sorted = (0..<count).map { d in curves.map { $0[d] }.sorted() }
    return (
      sorted.map { $0.reduce(0, +) / Double(repetitions) },
      sorted.map { $0[Int(0.025 * Double(repetitions))] },
      sorted.map { $0[Int(0.975 * Double(repetitions))] }
    )
  }
}
