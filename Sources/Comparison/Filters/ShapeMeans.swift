import SystemServices
import Threading

/// The means of what is said of single filters, over a set of them.
public struct ShapeMeans: Sendable, Equatable {
  /// Filters of a null that give its means to a few hundredths.
  static let enough = 30

  /// The mean constant share of the energy, 0…1.
  public let constantShare: Double
  /// The mean separable share.
  public let separableShare: Double
  /// The mean even share.
  public let evenShare: Double
  /// The mean share of the energy that the nearest Gabor function misses.
  public let gaborResidual: Double

  /// The means over those filters that are not all zero; nil when there is none.
  public init?(_ filters: [FilterPatch]) {
    let found = parallelMap(filters.count) { index -> [Double]? in
      guard let statistics = FilterStatistics(filters[index]), let gabor = GaborFit(filters[index]) else { return nil }
      return [statistics.constantShare, statistics.separableShare, statistics.evenShare, gabor.residual]
    }
    let valid = found.compactMap(\.self)
    guard !valid.isEmpty else { return nil }
    func mean(_ place: Int) -> Double { valid.reduce(0) { $0 + $1[place] } / Double(valid.count) }
    (constantShare, separableShare, evenShare, gaborResidual) = (mean(0), mean(1), mean(2), mean(3))
  }
}
