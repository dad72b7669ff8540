import NetworkDescription
import SmallMatrices

/// What the pictures that a model learned from have in common, so that one can say of a picture that it is unlike them.
///
/// The distance of a picture is Mahalanobis': of its ``PictureMeasures`` from their mean over the training pictures, in
/// units of how far, and in which directions together, those lie from it. A picture is unlike them where the distance is
/// above that of 99.5 of 100 pictures kept apart. Nothing is asked of the network: it is sure of itself on anything.
public struct UsualPictures: Sendable, Equatable {
  /// The measures' means over the training pictures.
  public let mean: [Double]
  /// The inverse of their covariances, row by row.
  public let precision: [Double]
  /// The distance that one usual picture of two hundred exceeds.
  public let limit: Double

  /// These numbers; nil where they are not those of gray or colour pictures.
  init?(mean: [Double], precision: [Double], limit: Double) {
    let counts = [PictureMeasures.count(channels: 1), PictureMeasures.count(channels: 3)]
    guard counts.contains(mean.count), precision.count == mean.count * mean.count, limit > 0, limit.isFinite,
      (mean + precision).allSatisfy(\.isFinite)
    else { return nil }
    self.mean = mean
    self.precision = precision
    self.limit = limit
  }

  /// Learns from the training pictures, and takes the limit from those kept apart, or where these are fewer than
  /// ``fewest`` from the same; nil of fewer than that and of pictures too small.
  ///
  /// No more than 5,000 of either are measured, evenly spread.
  public init?(of training: Examples, keptApart: Examples?) {
    let sides = min(training.height, training.width)
    guard training.count >= UsualPictures.fewest, sides >= PictureMeasures.smallestSide,
      training.channels == 1 || training.channels == 3
    else { return nil }
    let rows = UsualPictures.measures(training)
    let count = rows[0].count
    var mean = [Double](repeating: 0, count: count)
    for row in rows { for i in 0..<count { mean[i] += row[i] / Double(rows.count) } }
    var covariance = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for row in rows {
      for i in 0..<count {
        for j in 0..<count { covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / Double(rows.count) }
      }
    }
    // A thousandth more along each measure: some follow from others, and none may be without spread.
    for i in 0..<count { covariance[i][i] = covariance[i][i] * 1.001 + 1e-6 }
    var precision: [Double] = []
    for i in 0..<count {
      let system = covariance.indices.map { covariance[$0] + [$0 == i ? 1 : 0] }
      guard let column = solution(of: system) else { return nil }
      precision += column
    }
    let unlimited = UsualPictures(mean: mean, precision: precision, limit: 1)
    guard let unlimited else { return nil }
    let kept = keptApart.flatMap { $0.count >= UsualPictures.fewest ? UsualPictures.measures($0) : nil } ?? rows
    let distances = kept.map(unlimited.distance).sorted()
    self.init(
      mean: mean, precision: precision, limit: distances[min(distances.count - 1, distances.count * 995 / 1000)])
  }

  /// Of fewer pictures nothing is said.
  public static let fewest = 200

  /// How far a picture, C × H × W, lies from the usual ones; nil where it has other channels than they.
  public func distance(of pixels: [UInt8], shape: Shape) -> Double? {
    guard PictureMeasures.count(channels: shape.channels) == mean.count,
      min(shape.height, shape.width) >= PictureMeasures.smallestSide
    else { return nil }
    return distance(
      PictureMeasures.of(pixels[...], channels: shape.channels, height: shape.height, width: shape.width))
  }

  private func distance(_ measures: [Double]) -> Double {
    var sum = 0.0
    for i in mean.indices {
      for j in mean.indices {
        sum += (measures[i] - mean[i]) * precision[i * mean.count + j] * (measures[j] - mean[j])
      }
    }
    return max(0, sum).squareRoot()
  }

  private static func measures(_ examples: Examples) -> [[Double]] {
    let count = min(examples.count, 5000)
    return (0..<count).map { index in
      PictureMeasures.of(
        examples.picture(index * examples.count / count), channels: examples.channels, height: examples.height,
        width: examples.width)
    }
  }
}
