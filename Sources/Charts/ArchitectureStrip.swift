import ConvolutionCore
import DrawingKit

/// A network from left to right: stacks of maps and columns of nodes, with the shape under each and the layer between.
public struct ArchitectureStrip: Block {
  /// One layer's output.
  public enum Stage: Sendable {
    /// Maps of one size, as pictures already coloured; `count` may be more than are shown.
    case maps([Pixels.Content], count: Int, size: Size)
    /// Nodes with values that shade them; `count` may be more than are shown.
    case nodes([Float], count: Int)
    /// A picture in colours.
    case picture(Pixels.Content, channels: Int, size: Size)
    /// Anything else, with the line that stands under it.
    case other(any Block, shape: String)
  }

  private let columns: [(name: String, block: any Block, shape: String)]

  /// Stages with the name of the layer that makes each: the first name stands over the input.
  public init(_ stages: [(name: String, stage: Stage)], height: Double = 110) {
    columns = stages.map { item in
      switch item.stage {
      case .maps(let maps, let count, let size):
        (item.name, MapStack(maps, side: height * ArchitectureStrip.share(size)), "\(count) × \(size.shape)")
      case .nodes(let values, let count): (item.name, NodeColumn(values, height: height), "\(count)")
      case .picture(let content, let channels, let size):
        (item.name, Pixels(content, width: height * 0.7), "\(channels) × \(size.shape)")
      case .other(let block, let shape): (item.name, block, shape)
      }
    }
  }

  /// Large maps are drawn larger, but not in proportion: a 1×1 map would vanish.
  private static func share(_ size: Size) -> Double {
    let side = Double(max(size.width, size.height))
    return 0.22 + 0.36 * min(1, (side / 32).squareRoot())
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { grid.extent(on: canvas) }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) { grid.draw(on: canvas, at: origin) }

  private var grid: Grid {
    var rows: [[any Block]] = [[], [], []]
    for (index, column) in columns.enumerated() {
      if index > 0 {
        rows[0].append(Gap(0, 0))
        rows[1].append(Arrow(.right, length: 12))
        rows[2].append(Gap(0, 0))
      }
      rows[0].append(Text(column.name, .small))
      rows[1].append(column.block)
      rows[2].append(Text(column.shape, .small, .faint))
    }
    return Grid(rows, columnSpacing: 5, rowSpacing: 4)
  }
}

/// Maps one behind the other, each a little up and to the right.
public struct MapStack: Block {
  private let maps: [Pixels.Content]
  private let side: Double
  private let step: Double

  /// Maps `side` points wide; the first stands in front.
  public init(_ maps: [Pixels.Content], side: Double, step: Double = 5) {
    self.maps = maps
    self.side = side.rounded()
    self.step = step
  }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent {
    let shift = Double(max(maps.count - 1, 0)) * step
    let front = maps.first.map { Pixels($0, width: side).extent(on: canvas) } ?? Extent(side, side)
    return Extent(front.width + shift, front.height + shift)
  }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    for (index, map) in maps.enumerated().reversed() {
      let shift = Double(index) * step
      let front = Double(maps.count - 1) * step
      Pixels(map, width: side).draw(on: canvas, at: origin.moved(shift, front - shift))
    }
  }
}

/// Nodes of a fully connected layer as discs in a column, shaded by their value.
public struct NodeColumn: Block {
  private let values: [Float]
  private let height: Double
  private let limit: Double

  /// Values from top to bottom over `height` points; ± `limit` is full colour (nil: the largest magnitude).
  public init(_ values: [Float], height: Double, limit: Double? = nil) {
    self.values = values
    self.height = height
    self.limit = limit ?? Plane(width: values.count, height: 1, values: values).limit
  }

  private var pitch: Double { height / Double(max(values.count, 1)) }
  private var radius: Double { min(pitch * 0.42, 7) }

  /// The size it takes.
  public func extent(on canvas: Canvas) -> Extent { Extent((2 * radius + 2).rounded(.up), height) }

  /// The centre of a node, relative to the upper left corner.
  public func centre(_ index: Int) -> Point { Point((2 * radius + 2).rounded(.up) / 2, (Double(index) + 0.5) * pitch) }

  /// Draws it with the upper left corner at `origin`.
  public func draw(on canvas: Canvas, at origin: Point) {
    let map = ColourMap.diverging(limit: limit, canvas.style)
    for (index, value) in values.enumerated() {
      let centre = centre(index)
      canvas.disc(origin.moved(centre.x, centre.y), radius: radius, map.colour(of: Double(value)))
      canvas.circle(
        origin.moved(centre.x, centre.y), radius: radius, canvas.style.faint, width: canvas.style.hairline)
    }
  }
}
