import ConvolutionCore

/// Pooling: the largest value, the mean or the sum of each window of each channel.
///
/// Sizes are ⌊(n + p₀ + p₁ − d(k−1) − 1)/s⌋ + 1. What padding adds is never the largest value; a mean counts it as zeros.
public struct PoolingLayer: Sendable, Equatable {
  /// What is taken of a window.
  public var kind: Pooling.Kind
  /// The window (kH, kW); nil for the whole map.
  public var window: Size?
  /// From one window to the next, along rows and columns; nil for windows side by side.
  public var stride: Size?
  /// From one value of a window to the next.
  public var dilation: Size
  /// Rows and columns added around the map; each less than the window.
  public var padding: Sides

  /// A pooling; without a window it takes the whole map, without a stride the windows stand side by side.
  public init(
    _ kind: Pooling.Kind, window: Size?, stride: Size?, dilation: Size = Size(width: 1, height: 1),
    padding: Sides = .none
  ) {
    self.kind = kind
    self.window = window
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
  }

  /// A pooling whose stride and padding are the same along both axes.
  public init(_ kind: Pooling.Kind, window: Size?, stride: Int? = nil, padding: Int = 0) {
    self.init(kind, window: window, stride: stride.map { Size(width: $0, height: $0) }, padding: Sides(padding))
  }
}

// SPEC: max|average|sum K|KHxKW|all [WindowOptions]
extension PoolingLayer {
  init(_ kind: Pooling.Kind, _ parser: inout SpecificationParser) throws(NetworkError) {
    if parser.take("all") {
      self.init(kind, window: nil)
      return
    }
    let window = try parser.size("a window, as max 2")
    var options = WindowOptions()
    while try options.take(&parser) {}
    self.init(
      kind, window: window, stride: options.stride, dilation: options.dilation, padding: options.sides(window))
  }

  var word: LayerWord {
    switch kind {
    case .max: .max
    case .average: .average
    case .sum: .sum
    }
  }

  var text: String {
    guard let window else { return "\(word.rawValue) all" }
    return "\(word.rawValue) \(window.words)" + geometry(on: window).optionText(usual: stride == nil ? window : .unsaid)
  }

  var numbers: [Int32] {
    let geometry = WindowGeometry(
      taps: window ?? .unsaid, stride: stride ?? .unsaid, dilation: dilation, padding: padding)
    return geometry.numbers.map { Int32($0) }
  }

  init(_ kind: Pooling.Kind, _ code: inout CodeReader) throws(NetworkError) {
    let geometry = try WindowGeometry(&code, smallest: 0)
    func said(_ size: Size) -> Size? { size.width == 0 || size.height == 0 ? nil : size }
    self.init(
      kind, window: said(geometry.taps), stride: said(geometry.stride), dilation: geometry.dilation,
      padding: geometry.padding)
  }
}

extension Size {
  /// Stands for a size that was not said.
  fileprivate static let unsaid = Size(width: 0, height: 0)
}

// Shape
extension PoolingLayer {
  /// How the windows go over maps of size `map`.
  public func geometry(on map: Size) -> WindowGeometry {
    let window = window ?? map
    return WindowGeometry(taps: window, stride: stride ?? window, dilation: dilation, padding: padding)
  }

  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    let geometry = geometry(on: input.size)
    guard geometry.fits(input.size) else {
      throw .windowTooLarge(layer: name, window: geometry.taps, input: input, padding: padding)
    }
    guard max(padding.top, padding.bottom) < geometry.reach.height,
      max(padding.left, padding.right) < geometry.reach.width,
      geometry.rows(of: input.height).everyPositionSeesTheMap,
      geometry.columns(of: input.width).everyPositionSeesTheMap
    else {
      throw .valueOutOfRange(
        layer: name, what: "padding", found: padding.text,
        expected: "less than the window \(geometry.reach.words), which must see the map")
    }
    let size = geometry.outputSize(of: input.size)
    return Shape(channels: input.channels, height: size.height, width: size.width)
  }
}

// The definition
extension PoolingLayer {
  private func forEachWindow(_ output: Shape, _ body: (_ c: Int, _ y: Int, _ x: Int) -> Void) {
    for c in 0..<output.channels {
      for y in 0..<output.height {
        for x in 0..<output.width { body(c, y, x) }
      }
    }
  }

  func reference(_ input: ReferenceMap, _ output: Shape) -> ReferenceMap {
    let geometry = geometry(on: input.shape.size)
    var result = ReferenceMap(shape: output)
    forEachWindow(output) { c, y, x in
      var sum = 0.0
      var largest = -Double.infinity
      geometry.forEachTap(y: y, x: x, over: input.shape.size) { _, _, row, column in
        sum += input[c, row, column]
        largest = Pooling.larger(largest, input[c, row, column])
      }
      switch kind {
      case .max: result[c, y, x] = largest
      case .average: result[c, y, x] = sum / Double(geometry.taps.width * geometry.taps.height)
      case .sum: result[c, y, x] = sum
      }
    }
    return result
  }

  /// ∂/∂input: to the largest value of each window, the first of equals, or to all of it.
  func backward(_ input: ReferenceMap, _ gradient: ReferenceMap) -> ReferenceMap {
    let geometry = geometry(on: input.shape.size)
    var result = ReferenceMap(shape: input.shape)
    forEachWindow(gradient.shape) { c, y, x in
      let slope = gradient[c, y, x]
      if slope == 0 { return }
      var best = (row: -1, column: -1)
      geometry.forEachTap(y: y, x: x, over: input.shape.size) { _, _, row, column in
        switch kind {
        case .max:
          if best.row < 0 || input[c, row, column] > input[c, best.row, best.column] { best = (row, column) }
        case .average: result[c, row, column] += slope / Double(geometry.taps.width * geometry.taps.height)
        case .sum: result[c, row, column] += slope
        }
      }
      if best.row >= 0 { result[c, best.row, best.column] += slope }
    }
    return result
  }
}
