import ConvolutionCore

/// The filters of a layer: upscaled, spaced, in diverging colours with 0 in the middle.
public struct FilterSheet: Block {
  /// What full colour stands for.
  public enum Scaling: String, Sendable, CaseIterable {
    /// The largest weight of the whole sheet: filters can be compared.
    case shared
    /// The largest weight of each filter: the shape of weak filters shows too.
    case each = "per-filter"
  }

  private let block: any Block

  /// `filters[f][c]` is channel c of filter f. One filter a row when there are several channels, else `columns` a row.
  public init(
    _ filters: [[Plane]], scaling: Scaling = .shared, columns: Int = 8, side: Double = 44, names: [String] = []
  ) {
    let shared = filters.joined().reduce(0.0) { max($0, FilterSheet.largest($1)) }
    let channels = filters.first?.count ?? 0
    let limits = filters.map { filter in
      let limit = scaling == .shared ? shared : filter.reduce(0.0) { max($0, FilterSheet.largest($1)) }
      return limit > 0 ? limit : 1
    }
    func cell(_ filter: Int, _ channel: Int) -> any Block {
      let plane = filters[filter][channel]
      return Pixels(.diverging(plane, limit: limits[filter]), width: side, hasGrid: side / Double(plane.width) >= 5)
    }
    func name(_ filter: Int) -> String { filter < names.count ? names[filter] : String(filter) }
    let sheet: any Block
    if channels > 1 {
      sheet = Grid(
        filters.indices.map { filter in
          [Text(name(filter), .small, .faint)] + (0..<channels).map { cell(filter, $0) }
            + (scaling == .each ? [Text("± " + NumberText.short(limits[filter]), .small, .faint)] : [])
        }, columnSpacing: 6, rowSpacing: 6)
    } else {
      sheet = Montage(
        filters.indices.map { filter in
          let range = scaling == .each ? " (± \(NumberText.short(limits[filter])))" : ""
          return (cell(filter, 0), name(filter) + range)
        }, columns: columns, captionWidth: max(side + 8, 64))
    }
    let words = scaling == .each ? ["−largest of each filter", "0", "+largest"] : []
    let legend = Column(
      [
        ColourBar(.diverging(limit: shared > 0 ? shared : 1), length: 160, words: words),
        Text(
          scaling == .shared ? "one scale for all filters" : "each filter on its own scale", .small, .faint),
      ], spacing: 3)
    block = Column([sheet, legend], spacing: 10)
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { block.extent(on: canvas) }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) { block.draw(on: canvas, at: origin) }

  private static func largest(_ plane: Plane) -> Double {
    plane.values.reduce(0.0) { max($0, Double($1.magnitude)) }
  }
}
