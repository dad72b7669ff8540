/// Whether two arms of an experiment differ, without assuming a distribution: under the null hypothesis every way to
/// deal the results to the arms is equally likely (Fisher, "The Design of Experiments", 1935).
public struct PermutationTest: Sendable, Equatable {
  /// Mean of the first arm minus mean of the second.
  public let difference: Double
  /// The share of all deals whose |difference| is at least as large: the two-sided p-value, exact.
  public let probability: Double
  /// The number of deals, C(a + b, a).
  public let deals: Int

  /// The exact test over every deal; nil when an arm is empty or there are more than 10 million deals.
  ///
  /// Example: five results against five others, all larger, has p = 2/252 = 0.0079, the smallest there is.
  public init?(_ first: [Double], _ second: [Double]) {
    let all = first + second
    let count = first.count
    guard count > 0, !second.isEmpty else { return nil }
    var deals = 1
    for step in 0..<count {
      deals = deals * (all.count - step) / (step + 1)
      guard deals <= 10_000_000 else { return nil }
    }
    let total = all.reduce(0, +)
    func difference(ofSum sum: Double) -> Double {
      sum / Double(count) - (total - sum) / Double(all.count - count)
    }
    let observed = difference(ofSum: first.reduce(0, +))
    let threshold = observed.magnitude - 1e-12 * (1 + observed.magnitude)
    var extreme = 0
    var chosen = Array(0..<count)
    while true {
      if difference(ofSum: chosen.reduce(0) { $0 + all[$1] }).magnitude >= threshold { extreme += 1 }
      // The next choice of `count` indices in lexicographic order.
      guard let moved = chosen.indices.last(where: { chosen[$0] < all.count - count + $0 }) else { break }
      chosen[moved] += 1
      for index in (moved + 1)..<max(count, moved + 1) { chosen[index] = chosen[index - 1] + 1 }
    }
    self.difference = observed
    probability = Double(extreme) / Double(deals)
    self.deals = deals
  }
}
