/// p-values of several tests, adjusted so that the chance of any false finding among them stays below the level.
///
/// The smallest is multiplied by the number of tests m, the next by m − 1, …, each at least its predecessor and at most 1
/// (Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 1979).
public func holmAdjusted(_ probabilities: [Double]) -> [Double] {
  let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
  var adjusted = probabilities
  var largest = 0.0
  for (rank, index) in order.enumerated() {
    largest = max(largest, min(1, probabilities[index] * Double(probabilities.count - rank)))
    adjusted[index] = largest
  }
  return adjusted
}
