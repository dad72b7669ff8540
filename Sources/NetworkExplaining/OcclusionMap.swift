import NetworkDescription
import NetworkEngine
/// What the network answers when a square of the picture is covered (Zeiler & Fergus, "Visualizing and understanding
/// convolutional networks", 2014).
///
/// The cover is the mean colour that the network was taught with: what it sees as 0.
public struct OcclusionMap: Sendable, Equatable {
  /// The class that was looked at.
  public let answer: Int
  /// Its probability for the whole picture.
  public let whole: Float
  /// Its probability with the square's middle at each pixel, H × W; at the edges the square is cut off.
  public let covered: [Float]
  /// The square's side in pixels.
  public let side: Int
  /// Its colour, a value 0…255 for each channel.
  public let cover: [UInt8]

  /// Covers a picture of C × H × W bytes at every pixel; `side` is an odd number of pixels.
  public init(_ inference: Inference, picture: [UInt8], answer: Int, side: Int) throws(NetworkError) {
    let network = inference.network
    let shape = network.architecture.input
    let whole = try inference.probabilities(of: picture)
    let area = shape.height * shape.width
    let cover = (0..<shape.channels).map { channel in
      UInt8(max(0, min(255, (255 * network.normalization.mean(channel: channel)).rounded())))
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(area * picture.count)
    for y in 0..<shape.height {
      for x in 0..<shape.width {
        var changed = picture
        for row in max(0, y - side / 2)..<min(shape.height, y + side / 2 + 1) {
          for column in max(0, x - side / 2)..<min(shape.width, x + side / 2 + 1) {
            for channel in 0..<shape.channels {
              changed[channel * area + row * shape.width + column] = cover[channel]
            }
          }
        }
        pixels += changed
      }
    }
    let examples: Examples
    do {
      examples = try Examples(
        channels: shape.channels, height: shape.height, width: shape.width, pixels: pixels,
        labels: [UInt8](repeating: 0, count: area))
    } catch {
      throw .inputShape(expected: shape, found: Shape(channels: picture.count))
    }
    let probabilities = try inference.probabilities(of: examples)
    let classes = whole.count
    self.answer = answer
    self.cover = cover
    self.whole = whole[answer]
    covered = (0..<area).map { probabilities[$0 * classes + answer] }
    self.side = side
  }

  /// How much of the probability the square takes away; negative where the answer becomes surer.
  public var loss: [Float] { covered.map { whole - $0 } }
}
