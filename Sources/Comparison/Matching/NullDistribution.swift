import ConvolutionCore
import SystemServices
import Threading

/// How good the best match is by chance: the largest of thousands of cosines is high for any filter, so a match means
/// something only beside that of filters which learned nothing.
public struct NullDistribution: Sendable {
  /// The similarities of the best matches, smallest first.
  public let similarities: [Double]

  /// The best matches of given filters, for example those of untrained networks.
  public init(_ filters: [FilterPatch], against bank: TemplateBank) {
    similarities = parallelMap(filters.count) { bank.bestMatch(of: filters[$0])?.similarity ?? 0 }.sorted()
  }

  /// The best matches of `count` random filters with normally distributed weights.
  public init(random count: Int, seed: UInt64, against bank: TemplateBank) {
    self.init(
      NullDistribution.randomFilters(count, width: bank.width, height: bank.height, seed: seed), against: bank)
  }

  /// Filters with normally distributed weights, each from a stream of its own.
  static func randomFilters(_ count: Int, width: Int, height: Int, seed: UInt64) -> [FilterPatch] {
    (0..<count).map { index in
      var generator = SeededGenerator(seed: seed, stream: UInt64(index))
      return FilterPatch(
        width: width, height: height, weights: (0..<width * height).map { _ in generator.normal() })
    }
  }

  /// The share of the null's matches that are smaller, 0…1, ties counted half.
  public func shareBeaten(by similarity: Double) -> Double {
    guard !similarities.isEmpty else { return 0 }
    let below = partition { $0 < similarity }
    let upTo = partition { $0 <= similarity }
    return Double(below + upTo) / (2 * Double(similarities.count))
  }

  /// The similarity that `share` of the null stays under, 0…1.
  public func quantile(_ share: Double) -> Double {
    guard let last = similarities.last else { return 0 }
    let index = Int((share * Double(similarities.count)).rounded(.down))
    return index < similarities.count ? similarities[max(0, index)] : last
  }

  private func partition(_ isBelow: (Double) -> Bool) -> Int {
    var low = 0
    var high = similarities.count
    while low < high {
      let middle = (low + high) / 2
      if isBelow(similarities[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
