import ConvolutionCore

/// Which part of the picture one value of a layer sees.
///
/// Value (y, x) of the layer's maps sees `size` pixels from row `start.y + y · step.height` and column
/// `start.x + x · step.width` on; what lies outside of the picture is padding.
public struct ReceptiveField: Sendable, Equatable {
  /// Row and column of the first pixel that value (0, 0) sees; negative within padding.
  public let start: (y: Int, x: Int)
  /// Pixels from one value to the next.
  public let step: Size
  /// Rows and columns seen.
  public let size: Size

  /// Rows and columns of the picture that value (y, x) sees, cut to a picture of `height` × `width`.
  public func window(y: Int, x: Int, height: Int, width: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    func cut(_ first: Int, _ count: Int, _ limit: Int) -> Range<Int> {
      let low = min(max(first, 0), limit)
      return low..<max(low, min(first + count, limit))
    }
    return (
      cut(start.y + y * step.height, size.height, height), cut(start.x + x * step.width, size.width, width)
    )
  }

  /// True when both are the same part.
  public static func == (left: ReceptiveField, right: ReceptiveField) -> Bool {
    left.start == right.start && left.step == right.step && left.size == right.size
  }
}

extension Architecture {
  /// The receptive field of every node, in order; of several inputs the one that begins first and reaches farthest.
  public var receptiveFields: [ReceptiveField] {
    let one = Size(width: 1, height: 1)
    var fields: [ReceptiveField] = []
    for (index, node) in specification.nodes.enumerated() {
      let sources = node.inputs.map { source in
        source == NetworkSpecification.input ? ReceptiveField(start: (0, 0), step: one, size: one) : fields[source]
      }
      let map = inputShape(index).size
      fields.append(joined(sources).behind(node.layer.window(on: map), on: map))
    }
    return fields
  }

  private func joined(_ fields: [ReceptiveField]) -> ReceptiveField {
    let top = fields.reduce(Int.max) { min($0, $1.start.y) }
    let left = fields.reduce(Int.max) { min($0, $1.start.x) }
    let bottom = fields.reduce(Int.min) { max($0, $1.start.y + $1.size.height) }
    let right = fields.reduce(Int.min) { max($0, $1.start.x + $1.size.width) }
    let step = Size(
      width: fields.reduce(1) { max($0, $1.step.width) }, height: fields.reduce(1) { max($0, $1.step.height) })
    return ReceptiveField(start: (top, left), step: step, size: Size(width: right - left, height: bottom - top))
  }
}

extension ReceptiveField {
  /// The field of a value that sees `window` of a map of size `map`, whose values have this field.
  fileprivate func behind(_ window: LayerWindow, on map: Size) -> ReceptiveField {
    let window = window.geometry(on: map)
    let reach = window.reach
    return ReceptiveField(
      start: (start.y - window.padding.top * step.height, start.x - window.padding.left * step.width),
      step: Size(width: step.width * window.stride.width, height: step.height * window.stride.height),
      size: Size(
        width: size.width + (reach.width - 1) * step.width, height: size.height + (reach.height - 1) * step.height))
  }
}
