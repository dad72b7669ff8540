/// A block of a layer's values.
public struct ValueBox: Sendable, Equatable {
  /// Maps, rows and columns.
  public var channels: Range<Int>
  /// Rows.
  public var rows: Range<Int>
  /// Columns.
  public var columns: Range<Int>

  fileprivate func joined(_ other: ValueBox?) -> ValueBox {
    guard let other else { return self }
    func join(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
      min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
    }
    return ValueBox(
      channels: join(channels, other.channels), rows: join(rows, other.rows), columns: join(columns, other.columns))
  }
}

extension TracedNetwork {
  /// The part of every earlier layer, and first of the picture, that value `index` of layer `number` depends on; nil
  /// for those that it does not.
  public func receptiveBoxes(layer number: Int, index: Int) -> [ValueBox?] {
    var boxes = [ValueBox?](repeating: nil, count: number + 2)
    let output = layers[number].output
    let (channel, place) = (index / output.area, index % output.area)
    let (row, column) = (place / output.width, place % output.width)
    boxes[number + 1] = ValueBox(
      channels: channel..<channel + 1, rows: row..<row + 1, columns: column..<column + 1)
    var current = number
    while current >= 0 {
      if let box = boxes[current + 1] {
        var passed = 0
        for source in layers[current].inputs {
          if let part = part(of: layers[current], seenBy: box, source, passed) {
            boxes[source + 1] = part.joined(boxes[source + 1])
          }
          passed += shape(source).channels
        }
      }
      current -= 1
    }
    return boxes
  }

  /// The part of input `source` that a box of the layer's values sees; `passed` counts the channels of the inputs before.
  private func part(of layer: TracedLayer, seenBy box: ValueBox, _ source: Int, _ passed: Int) -> ValueBox? {
    let from = shape(source)
    func window(_ range: Range<Int>, _ stride: Int, _ padding: Int, _ reach: Int, _ count: Int) -> Range<Int> {
      let low = min(max(range.lowerBound * stride - padding, 0), count)
      return low..<max(low, min((range.upperBound - 1) * stride - padding + reach + 1, count))
    }
    let rows = window(box.rows, layer.strideY, layer.top, layer.dilationY * (layer.kernelHeight - 1), from.height)
    let columns = window(box.columns, layer.strideX, layer.left, layer.dilationX * (layer.kernelWidth - 1), from.width)
    switch layer.operation {
    case .convolution:
      let channels = from.channels / layer.groups
      let outputs = layer.output.channels / layer.groups
      return ValueBox(
        channels: box.channels.lowerBound / outputs * channels..<((box.channels.upperBound - 1) / outputs + 1)
          * channels,
        rows: rows, columns: columns)
    case .pooling, .subsampling:
      return ValueBox(channels: box.channels, rows: rows, columns: columns)
    case .radialBasis:
      return ValueBox(channels: 0..<from.channels, rows: 0..<from.height, columns: 0..<from.width)
    case .softmax:
      return ValueBox(channels: 0..<from.channels, rows: box.rows, columns: box.columns)
    case .localResponse:
      let reach = Int(layer.kind) / 2
      return ValueBox(
        channels: max(0, box.channels.lowerBound - reach)..<min(from.channels, box.channels.upperBound + reach),
        rows: box.rows, columns: box.columns)
    case .concatenation:
      let low = max(box.channels.lowerBound - passed, 0)
      let high = min(box.channels.upperBound - passed, from.channels)
      return low < high ? ValueBox(channels: low..<high, rows: box.rows, columns: box.columns) : nil
    case .copy where from.area == layer.output.area:
      let high = min(box.channels.upperBound, from.channels)
      return box.channels.lowerBound < high
        ? ValueBox(channels: box.channels.lowerBound..<high, rows: box.rows, columns: box.columns) : nil
    case .copy:
      // Flattened: a value is one of a map; of several, the rows and columns between the first and the last.
      if box.channels.count == 1 {
        let (channel, place) = (box.channels.lowerBound / from.area, box.channels.lowerBound % from.area)
        let (row, column) = (place / from.width, place % from.width)
        return ValueBox(channels: channel..<channel + 1, rows: row..<row + 1, columns: column..<column + 1)
      }
      return ValueBox(channels: 0..<from.channels, rows: 0..<from.height, columns: 0..<from.width)
    case .activation, .affine, .sum:
      return box
    }
  }
}
