import ConvolutionCore
import NetworkDescription
import NetworkEngine

/// The picture that excites one filter or one output most, found by climbing the gradient from noise
/// (Erhan et al., "Visualizing higher-layer features of a deep network", 2009).
///
/// Each step goes a fixed way along the gradient; then the picture is drawn a little towards gray and, for whole
/// pictures, smoothed, as in Yosinski et al., "Understanding neural networks through deep visualization", 2015.
/// Pixels stay within 0…1. The same seed gives the same picture.
public struct PreferredInput: Sendable, Equatable {
  /// What is climbed.
  public enum Target: Sendable, Equatable {
    /// The middle value of map `filter` of node `layer`, before any activation function.
    case filter(layer: String, filter: Int)
    /// An output before the softmax.
    case output(Int)
  }

  /// Pixels of 0…1, C × H × W of ``shape``.
  public let pixels: [Double]
  /// The part of the picture that the target sees.
  public let shape: Shape
  /// The value that the target reaches, and that it has for a picture of mid-gray.
  public let value: Double, grayValue: Double

  /// Climbs `steps` steps.
  /// - Throws: `NetworkError` when there is no such layer, filter or output, or no step to climb.
  /// - Complexity: steps × a forward and a backward pass by definition.
  public init(_ network: Network, _ target: Target, steps: Int = 48, seed: UInt64 = 1) throws(NetworkError) {
    let architecture = network.architecture
    guard steps >= 1, steps <= 1_000_000 else {
      throw .invalidSetting("The number of steps", found: "\(steps)", expected: "1 to 1000000")
    }
    let (node, index): (Int, Int)
    var window = (rows: 0..<architecture.input.height, columns: 0..<architecture.input.width)
    var isWhole = true
    switch target {
    case .filter(let layer, let filter):
      guard let found = architecture.specification.index(of: layer) else { throw .unknownLayer(layer) }
      let map = architecture.shapes[found]
      guard filter >= 0, filter < map.channels else {
        throw .invalidSetting("The filter of \(layer)", found: "\(filter)", expected: "0 to \(map.channels - 1)")
      }
      (node, index) = (found, (filter * map.height + map.height / 2) * map.width + map.width / 2)
      window = architecture.receptiveFields[found].window(
        y: map.height / 2, x: map.width / 2, height: architecture.input.height, width: architecture.input.width)
      isWhole = window.rows.count == architecture.input.height && window.columns.count == architecture.input.width
    case .output(let output):
      try network.checkOutput(output)
      (node, index) = (architecture.specification.logits, output)
    }
    let reference = ReferenceNetwork(network)
    var seeds = [Double](repeating: 0, count: architecture.shapes[node].count)
    seeds[index] = 1
    let input = architecture.input
    let area = input.height * input.width
    let gray = [Double](repeating: 0.5, count: input.count)
    func value(_ pixels: [Double]) -> Double {
      reference.forward(network.normalization.applied(to: pixels, input), upTo: node)[node].values[index]
    }
    var generator = SeededGenerator(seed: seed, stream: UInt64(node) << 32 | UInt64(index))
    var pixels = gray.map { min(1, max(0, $0 + 0.02 * generator.normal())) }
    // Long enough to take every pixel that the target sees from gray to black or white.
    let reach = 4 * Double(window.rows.count * window.columns.count * input.channels).squareRoot() / Double(steps)
    for step in 0..<steps {
      let seen = network.normalization.applied(to: pixels, input)
      let maps = reference.forward(seen, upTo: node)
      let slopes = reference.inputGradient(maps, of: seen, node: node, seed: seeds).values
      let length = slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-12 else { break }
      for i in 0..<pixels.count {
        let moved = pixels[i] + reach * slopes[i] / length
        pixels[i] = min(1, max(0, moved + 0.03 * (gray[i] - moved)))
      }
      if isWhole && step % 4 == 3 && step < steps - 4 { pixels = PreferredInput.smoothed(pixels, input) }
    }
    self.value = value(pixels)
    grayValue = value(gray)
    shape = Shape(channels: input.channels, height: window.rows.count, width: window.columns.count)
    self.pixels = (0..<input.channels).flatMap { channel in
      window.rows.flatMap { row in window.columns.map { pixels[channel * area + row * input.width + $0] } }
    }
  }

  /// Every pixel the mean of itself and its neighbours, weighted 1 2 1 along both axes.
  private static func smoothed(_ pixels: [Double], _ shape: Shape) -> [Double] {
    var result = pixels
    for (step, count, stride) in [(1, shape.width, shape.width), (shape.width, shape.height, 1)] {
      let source = result
      let area = shape.height * shape.width
      for channel in 0..<shape.channels {
        for line in 0..<area / count {
          let start = channel * area + line * stride
          for i in 0..<count {
            let before = source[start + max(i - 1, 0) * step]
            let after = source[start + min(i + 1, count - 1) * step]
            result[start + i * step] = (before + 2 * source[start + i * step] + after) / 4
          }
        }
      }
    }
    return result
  }
}
