import ConvolutionCore

/// Everything that can be said of a layer's filters beside hand-designed kernels, without training anything again.
public struct FilterComparison: Sendable {
  /// One learned filter and what it was found to be.
  public struct Entry: Sendable {
    /// The filter's number in its layer, from 0.
    public let index: Int
    /// The filter.
    public let filter: FilterPatch
    /// The hand-designed kernel it resembles most; nil for a filter that is all zero.
    public let match: BestMatch?
    /// The share of random filters whose best match is worse, 0…1.
    public let randomBeaten: Double
    /// The share of untrained filters whose best match is worse, 0…1.
    public let untrainedBeaten: Double
    /// Symmetry and shape; nil for a filter that is all zero.
    public let statistics: FilterStatistics?
    /// The nearest Gabor function; nil for a filter that is all zero.
    public let gabor: GaborFit?
  }

  /// The learned filters.
  public let entries: [Entry]
  /// The forms they were compared with.
  public let bank: TemplateBank
  /// How well random filters match.
  public let random: NullDistribution
  /// How well the filters of untrained networks match.
  public let untrained: NullDistribution
  /// The share of the learned filters' energy in the first d directions of the hand-designed bank.
  public let span: SpanEnergy
  /// The same for random banks of the same size: mean and the middle 95 %.
  public let randomSpan: (mean: [Double], low: [Double], high: [Double])
  /// The means of the learned filters' shapes, and of those of filters that learned nothing.
  public let shapes: (learned: ShapeMeans?, untrained: ShapeMeans?, random: ShapeMeans?)
  /// What all randomness came from.
  public let seed: UInt64

  /// Compares filters of one size with named kernels.
  ///
  /// `untrained` are filters of the same layer before training, from several seeds.
  /// - Complexity: (learned + untrained + `randomCount`) × templates × weights.
  public init(
    learned: [FilterPatch], untrained: [FilterPatch], kernels: [(name: String, kernel: Kernel)],
    randomCount: Int = 2000, seed: UInt64 = 1
  ) {
    let bank = TemplateBank(kernels, width: learned.first?.width ?? 1, height: learned.first?.height ?? 1)
    let randomFilters = NullDistribution.randomFilters(
      randomCount, width: bank.width, height: bank.height, seed: seed)
    let random = NullDistribution(randomFilters, against: bank)
    let untrainedNull = NullDistribution(untrained, against: bank)
    entries = learned.enumerated().map { index, filter in
      let match = bank.bestMatch(of: filter)
      return Entry(
        index: index, filter: filter, match: match,
        randomBeaten: match.map { random.shareBeaten(by: $0.similarity) } ?? 0,
        untrainedBeaten: match.map { untrainedNull.shareBeaten(by: $0.similarity) } ?? 0,
        statistics: FilterStatistics(filter), gabor: GaborFit(filter))
    }
    self.bank = bank
    self.random = random
    self.untrained = untrainedNull
    self.seed = seed
    shapes = (
      ShapeMeans(learned), ShapeMeans(Array(untrained.prefix(ShapeMeans.enough))),
      ShapeMeans(Array(randomFilters.prefix(ShapeMeans.enough)))
    )
    span = SpanEnergy(of: learned, in: bank.templates.map(\.direction))
    randomSpan = SpanEnergy.random(of: learned, size: bank.templates.count, repetitions: 200, seed: seed &+ 1)
  }

  /// The mean of the learned filters' similarities, and of the nulls'.
  public var meanSimilarity: (learned: Double, random: Double, untrained: Double) {
    func mean(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count) }
    return (mean(entries.compactMap { $0.match?.similarity }), mean(random.similarities), mean(untrained.similarities))
  }
}
