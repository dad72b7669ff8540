import CLayerLoops
import NetworkDescription

/// Where the values of one node lie in the memory of a block of samples: [y][x][c][16], zeros around them.
package struct MapLayout: Equatable {
  package var shape: Shape
  /// Zeros on every side, for the padding of the convolutions that read it.
  package var margin = 0
  /// The first float of the memory, margin included.
  package var start = 0

  package var column: Int { shape.channels * LaneBuffer.block }
  package var row: Int { (shape.width + 2 * margin) * column }
  /// Floats, margins included.
  package var count: Int { (shape.height + 2 * margin) * row }
  /// Where value (0, 0, 0) lies.
  package var origin: Int { start + margin * (row + column) }

  package func map(in memory: UnsafeMutablePointer<Float>) -> LaneMap {
    LaneMap(
      origin: memory + origin, channels: shape.channels, height: shape.height, width: shape.width, row: row,
      column: column)
  }
}
