/// What can be said of one filter without comparing it with another; every share lies in 0…1 and is of its energy Σw².
public struct FilterStatistics: Sendable, Equatable {
  /// The constant part: (Σw)² / (n·Σw²). 1 for a box, 0 for an edge filter.
  public let constantShare: Double
  /// The best separable approximation: σ₁² / Σσᵢ². 1 for Sobel or a Gaussian.
  public let separableShare: Double
  /// The part that a turn by 180° keeps: lines, blobs, blur.
  public let evenShare: Double
  /// The part that a turn by 180° negates: edges and gradients. Even and odd share add to 1.
  public var oddShare: Double { 1 - evenShare }

  /// The statistics of a filter; nil for one that is all zero.
  public init?(_ filter: FilterPatch) {
    let energy = filter.energy
    guard energy > 1e-24 else { return nil }
    let sum = filter.weights.reduce(0, +)
    constantShare = sum * sum / (Double(filter.weights.count) * energy)
    let turned = Array(filter.weights.reversed())
    var even = 0.0
    for index in turned.indices {
      let part = (filter.weights[index] + turned[index]) / 2
      even += part * part
    }
    evenShare = even / energy
    let rows = (0..<filter.height).map { row in
      Array(filter.weights[row * filter.width..<(row + 1) * filter.width])
    }
    separableShare = (PrincipalAxes(rows).variances.first ?? 0) / energy
  }
}
