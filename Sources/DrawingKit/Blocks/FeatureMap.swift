import ConvolutionCore

/// A feature map with the legend that says how its values became colours.
public struct FeatureMap: Block {
  /// How values are shown.
  public enum Display: Sendable {
    /// 0…255 as black…white; what lies outside is cut off.
    case clamped
    /// The smallest value black, the largest white.
    case stretched
    /// Black is negative, mid-gray 0, white positive; ± `limit` at the ends.
    case signedGray(limit: Double)
    /// Blue is negative, red-orange positive; ± `limit` at the ends.
    case diverging(limit: Double)
  }

  private let block: any Block

  /// A map `width` points wide with its colour bar below.
  public init(_ plane: Plane, display: Display, width: Double, windows: [CellWindow] = [], hasLegend: Bool = true) {
    let picture: Pixels
    let scale: ColourBar.Scale
    switch display {
    case .clamped:
      picture = Pixels(.map(plane, .gray()), width: width, windows: windows)
      scale = .map(.gray())
    case .stretched:
      let lowest = plane.values.min() ?? 0
      let highest = plane.values.max() ?? 0
      let map = ColourMap.gray(Double(lowest), Double(highest))
      picture = Pixels(.map(plane, map), width: width, windows: windows)
      scale = .map(map)
    case .signedGray(let limit):
      picture = Pixels(.map(plane, .signedGray(limit: limit)), width: width, windows: windows)
      scale = .map(.signedGray(limit: limit))
    case .diverging(let limit):
      picture = Pixels(.diverging(plane, limit: limit), width: width, windows: windows)
      scale = .diverging(limit: limit)
    }
    block = hasLegend ? Column([picture, ColourBar(scale, length: min(width * 0.7, 140))], spacing: 5) : picture
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { block.extent(on: canvas) }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) { block.draw(on: canvas, at: origin) }
}
