import ConvolutionCore

extension SpecificationParser {
  mutating func parseConvolution() throws(NetworkError) -> ConvolutionLayer {
    let outputs = try number("a number of kernels, as conv 6 5x5", 1...65536)
    let kernel = try size("the kernel's size, as conv \(outputs) 5x5")
    var layer = ConvolutionLayer(outputs: outputs, kernel: kernel)
    while true {
      if take("stride") {
        layer.stride = try number("a stride", 1...1024)
      } else if take("padding") {
        layer.padding = try number("a padding", 0...1024)
      } else if take("dilation") {
        layer.dilation = try number("a dilation", 1...1024)
      } else if take("groups") {
        layer.groups = try number("a number of groups", 1...65536)
      } else if take("no-bias") {
        layer.hasBias = false
      } else if take("connections") {
        guard let word = next, let table = ConnectionTable(rawValue: word) else {
          throw .missingValue(layer: name, expected: "a connection table: lenet5", found: next)
        }
        layer.connections = table
        position += 1
      } else {
        return layer
      }
    }
  }

  mutating func parsePooling(_ kind: Pooling.Kind) throws(NetworkError) -> PoolingLayer {
    if take("all") { return PoolingLayer(kind, window: nil) }
    var layer = PoolingLayer(kind, window: try size("a window, as max 2"))
    while true {
      if take("stride") {
        layer.stride = try number("a stride", 1...1024)
      } else if take("padding") {
        layer.padding = try number("a padding", 0...1024)
      } else {
        return layer
      }
    }
  }

  mutating func parseFullyConnected() throws(NetworkError) -> FullyConnectedLayer {
    let outputs = try number("a number of units, as fc 120", 1...1_000_000)
    return FullyConnectedLayer(outputs: outputs, hasBias: !take("no-bias"))
  }

  mutating func number(_ what: String, _ range: ClosedRange<Int>) throws(NetworkError) -> Int {
    guard let word = next, let value = Int(word) else {
      throw .missingValue(layer: name, expected: what, found: next)
    }
    try check(value, what, range)
    position += 1
    return value
  }

  /// `5x3` is five rows of three columns; `5` alone is square.
  mutating func size(_ what: String) throws(NetworkError) -> Size {
    let parts = (next ?? "").split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let first = parts.first, let height = first, let last = parts.last, let width = last else {
      throw .missingValue(layer: name, expected: what, found: next)
    }
    try check(height, what, 1...1024)
    try check(width, what, 1...1024)
    position += 1
    return Size(width: width, height: height)
  }

  private func check(_ value: Int, _ what: String, _ range: ClosedRange<Int>) throws(NetworkError) {
    guard range.contains(value) else {
      throw .valueOutOfRange(
        layer: name, what: what, found: "\(value)", expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }
}
