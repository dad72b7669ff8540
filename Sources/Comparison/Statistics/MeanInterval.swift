/// A mean with its 95 % confidence interval by Student's t.
public struct MeanInterval: Sendable, Equatable {
  /// The mean of the results.
  public let mean: Double
  /// Half of the interval's length; 0 for a single result, of which nothing can be said.
  public let margin: Double

  /// The mean of results and its interval.
  public init(_ results: [Double]) {
    let count = Double(results.count)
    mean = results.isEmpty ? 0 : results.reduce(0, +) / count
    guard results.count > 1 else {
      margin = 0
      return
    }
    let center = mean
    let variance = results.reduce(0) { $0 + ($1 - center) * ($1 - center) } / (count - 1)
    margin = MeanInterval.quantile(degreesOfFreedom: results.count - 1) * (variance / count).squareRoot()
  }

  /// The 97.5 % quantile of Student's t (Abramowitz & Stegun, table 26.10); beyond the table the expansion 26.7.5.
  static func quantile(degreesOfFreedom: Int) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
      2.110, 2.101, 2.093, 2.086,
    ]
    if degreesOfFreedom <= table.count { return table[degreesOfFreedom - 1] }
    let z = 1.959964
    let freedom = Double(degreesOfFreedom)
    return z + (z * z * z + z) / (4 * freedom)
      + (5 * z * z * z * z * z + 16 * z * z * z + 3 * z) / (96 * freedom * freedom)
  }
}
