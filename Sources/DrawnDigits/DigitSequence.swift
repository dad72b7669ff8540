import ConvolutionCore
import NetworkDescription
import Threading

/// Handwritten-looking digits without end, drawn from strokes; picture `index` depends on the seed and `index` alone.
///
/// Each is a style of the digit (`digitStyles`) with its points shaken, its plane bent by a smooth random field,
/// slanted, stretched and turned, drawn with a pen of random width, and fitted into 28 × 28 as MNIST's pictures were.
public struct DigitSequence: Sendable {
  /// What decides every picture.
  public let seed: UInt64

  /// Digits that `seed` decides.
  public init(seed: UInt64 = 1) { self.seed = seed }

  /// The class of picture `index`: 0, 1, … 9 in turn.
  public func label(_ index: Int) -> UInt8 { UInt8(index % 10) }

  /// Picture `index`, 28 × 28, ink 255 on 0.
  public func picture(_ index: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: seed, stream: UInt64(index))
    let shape = DigitShape(digit: Int(label(index)), using: &generator)
    let radius = min(2.8, max(0.6, 1.27 + 0.44 * generator.normal()))
    return DigitInk.picture(
      shape.lines, radius: radius, softness: generator.uniform(1, 1.8), gain: generator.uniform(1, 1.3))
  }

  /// The pictures `range` with their classes; on all cores, about 20 µs each on one.
  public func examples(_ range: Range<Int>) -> Examples {
    let size = DigitInk.side * DigitInk.side
    let chunk = 256
    let chunks = (range.count + chunk - 1) / chunk
    let pixels = [UInt8](unsafeUninitializedCapacity: range.count * size) { pixels, count in
      nonisolated(unsafe) let target = pixels
      parallelFor(chunks) { part in
        for place in part * chunk..<min(range.count, (part + 1) * chunk) {
          let picture = picture(range.lowerBound + place)
          for pixel in 0..<size { target[place * size + pixel] = picture[pixel] }
        }
      }
      count = range.count * size
    }
    do {
      return try Examples(
        channels: 1, height: DigitInk.side, width: DigitInk.side, pixels: pixels, labels: range.map(label))
    } catch {
      preconditionFailure("as many pictures as labels were drawn")
    }
  }
}
