import ConvolutionCore

/// Pooling: the largest value, the mean or the sum of each window of each channel.
///
/// Sizes are ⌊(n + 2p − k)/s⌋ + 1. What padding adds is never the largest value; a mean counts it as zeros.
public struct PoolingLayer: Sendable, Equatable {
  /// What is taken of a window.
  public var kind: Pooling.Kind
  /// The window (kH, kW); nil for the whole map.
  public var window: Size?
  /// Pixels from one window to the next; nil for windows side by side.
  public var stride: Int?
  /// Rows and columns added on every side; less than the window.
  public var padding = 0

  /// A pooling; without a window it takes the whole map, without a stride the windows stand side by side.
  public init(_ kind: Pooling.Kind, window: Size?, stride: Int? = nil, padding: Int = 0) {
    self.kind = kind
    self.window = window
    self.stride = stride
    self.padding = padding
  }
}

// SPEC: max|average|sum K|KHxKW|all [stride S] [padding P]
extension PoolingLayer {
  init(_ kind: Pooling.Kind, _ parser: inout SpecificationParser) throws(NetworkError) {
    if parser.take("all") {
      self.init(kind, window: nil)
      return
    }
    self.init(kind, window: try parser.size("a window, as max 2"))
    while true {
      if parser.take("stride") {
        stride = try parser.number("a stride", 1...1024)
      } else if parser.take("padding") {
        padding = try parser.number("a padding", 0...1024)
      } else {
        return
      }
    }
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
    var text = "\(word.rawValue) \(window.height)"
    if window.width != window.height { text += "x\(window.width)" }
    if let stride { text += " stride \(stride)" }
    if padding != 0 { text += " padding \(padding)" }
    return text
  }

  var numbers: [Int32] {
    [window?.height ?? 0, window?.width ?? 0, stride ?? 0, padding].map { Int32($0) }
  }

  init(_ kind: Pooling.Kind, _ code: inout CodeReader) throws(NetworkError) {
    let window = try code.size(0...1024)
    let stride = try code.number(0...1024)
    self.init(
      kind, window: window.width == 0 || window.height == 0 ? nil : window, stride: stride == 0 ? nil : stride,
      padding: try code.number(0...1024))
  }
}

// Shape
extension PoolingLayer {
  /// How the windows go over maps of size `map`.
  public func geometry(on map: Size) -> WindowGeometry {
    let window = window ?? map
    return WindowGeometry(
      taps: window, stride: stride.map { Size(width: $0, height: $0) } ?? window, padding: Sides(padding))
  }

  func outputShape(_ input: Shape, name: String) throws(NetworkError) -> Shape {
    let geometry = geometry(on: input.size)
    guard geometry.fits(input.size) else {
      throw .windowTooLarge(layer: name, window: geometry.taps, input: input, padding: padding)
    }
    let shorter = min(geometry.taps.height, geometry.taps.width)
    guard padding < shorter else {
      throw .valueOutOfRange(
        layer: name, what: "padding", found: "\(padding)",
        expected: geometry.taps.height == geometry.taps.width
          ? "less than the window \(shorter)" : "less than \(shorter), the window's shorter side")
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
        largest = max(largest, input[c, row, column])
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
