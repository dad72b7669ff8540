import Comparison
import ConvolutionCore
import DrawingKit

/// What learned and hand-designed filters make of the same picture.
public struct PhotographComparison: Sendable {
  /// One filter's two maps.
  public struct Pair: Sendable {
    /// The filter's number in its layer.
    public let index: Int
    /// The kernel it was matched with.
    public let kernel: String
    /// The map of the learned filter.
    public let learned: Plane
    /// The map of its match, with the sign it was found with.
    public let designed: Plane
    /// Pearson's correlation of the two maps, −1…1.
    public let correlation: Double
  }

  /// The picture.
  public let picture: Plane
  /// The maps of every filter that has a match.
  public let pairs: [Pair]

  /// Applies both banks to a picture.
  /// - Throws: `ConvolutionError` when the filters do not fit the picture.
  public init(_ comparison: FilterComparison, picture: Plane) throws(ConvolutionError) {
    self.picture = picture
    let convolution = Convolution(padding: .same, border: .replicate)
    var pairs: [Pair] = []
    for entry in comparison.entries {
      guard let match = entry.match else { continue }
      let sign: Double = match.cosine < 0 ? -1 : 1
      func map(_ weights: [Double]) throws(ConvolutionError) -> Plane {
        let kernel = try Kernel(
          width: comparison.bank.width, height: comparison.bank.height, numerators: weights.map { Float($0) })
        return try convolution.apply(picture, with: kernel)
      }
      let learned = try map(entry.filter.weights)
      let designed = try map(match.template.direction.map { $0 * sign })
      pairs.append(
        Pair(
          index: entry.index, kernel: (sign < 0 ? "−" : "") + match.template.name, learned: learned,
          designed: designed, correlation: PhotographComparison.correlation(learned.values, designed.values)))
    }
    self.pairs = pairs
  }

  /// Pearson's correlation; 0 where one side does not vary.
  static func correlation(_ first: [Float], _ second: [Float]) -> Double {
    let count = Double(first.count)
    let meanOne = first.reduce(0.0) { $0 + Double($1) } / count
    let meanTwo = second.reduce(0.0) { $0 + Double($1) } / count
    var (product, one, two) = (0.0, 0.0, 0.0)
    for index in first.indices {
      let (a, b) = (Double(first[index]) - meanOne, Double(second[index]) - meanTwo)
      product += a * b
      one += a * a
      two += b * b
    }
    let scale = (one * two).squareRoot()
    return scale > 1e-12 ? product / scale : 0
  }

  /// The correlations as a table.
  public var table: ReportTable {
    ReportTable(
      caption: "Correlation of the maps of learned filters and of their matches on the same picture",
      columns: ["filter", "kernel", "correlation"],
      rows: pairs.map { [String($0.index), $0.kernel, number($0.correlation)] })
  }
}

extension ReportDocument {
  /// Both banks on the same picture, side by side.
  mutating func addPhotograph(_ photograph: PhotographComparison) throws(FigureError) {
    heading("Both banks on the same picture")
    let width = 132.0
    let rows = photograph.pairs.map { pair -> [any Block] in
      [
        Text("\(pair.index)", .small, .faint),
        Pixels(.diverging(pair.learned, limit: spread(pair.learned)), width: width),
        Pixels(.diverging(pair.designed, limit: spread(pair.designed)), width: width),
        Column([Text("r = \(number(pair.correlation, 2))", .small), Text(pair.kernel, .small)], alignment: .leading),
      ]
    }
    let heading: [any Block] = [Gap(1, 1), Text("learned", .heading), Text("hand-designed", .heading), Gap(1, 1)]
    try figure(
      Figure(
        title: "Learned and hand-designed filters on the same picture",
        Column(
          [
            Pixels(gray: photograph.picture, width: width),
            Grid(
              [heading] + rows, columnSpacing: 10, rowSpacing: 8, horizontal: [.trailing, .centre, .centre, .leading]),
            ColourBar(.diverging(limit: 1), length: 160, words: ["negative", "0", "positive"]),
          ], spacing: 10)), name: "maps",
      alternative: "The picture, and for each filter the map of the learned one beside that of its best match.",
      caption: "Feature maps, each on its own scale; r is Pearson's correlation of the two maps.")
    table(photograph.table)
    explanation(
      shows: "Whether two filters that look alike also answer alike on a real picture.",
      doesNot: """
        That the maps matter equally to the network: it also has a bias, a threshold and weights behind each map. On \
        natural pictures, where neighbours resemble each other, smooth filters correlate highly whatever they look like.
        """)
  }

  /// The value that full colour stands for: beyond it lie one in a hundred values, so that one bright dot does not
  /// make the rest gray.
  private func spread(_ plane: Plane) -> Double {
    let sorted = plane.values.map { $0.magnitude }.sorted()
    let value = sorted.isEmpty ? 1 : Double(sorted[min(sorted.count - 1, sorted.count * 99 / 100)])
    return value > 0 ? value : 1
  }
}
