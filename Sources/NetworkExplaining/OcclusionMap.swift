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
  /// - Throws: `NetworkError` when the picture is not of the network's size, the answer is none of it, or the side is even.
  /// - Complexity: H · W forward passes; the memory of a few rows of pictures.
  public init(_ inference: Inference, picture: [UInt8], answer: Int, side: Int) throws(NetworkError) {
    let network = inference.network
    let shape = network.architecture.input
    guard side >= 1, side % 2 == 1 else {
      throw .invalidSetting("The square's side", found: "\(side)", expected: "an odd number")
    }
    try network.checkOutput(answer)
    let cover = (0..<shape.channels).map { channel in
      UInt8(max(0, min(255, (255 * network.normalization.mean(channel: channel)).rounded())))
    }
    let whole = try inference.probabilities(of: picture)
    var covered: [Float] = []
    for start in stride(from: 0, to: shape.height * shape.width, by: OcclusionMap.batch) {
      let places = start..<min(start + OcclusionMap.batch, shape.height * shape.width)
      let probabilities = try inference.probabilities(
        of: OcclusionMap.examples(places, of: picture, shape, side: side, cover: cover))
      for number in 0..<places.count { covered.append(probabilities[number * whole.count + answer]) }
    }
    self.answer = answer
    self.cover = cover
    self.whole = whole[answer]
    self.covered = covered
    self.side = side
  }

  /// Pictures that are there at once: enough for all threads, 150 MB at 3 × 224 × 224.
  private static let batch = 1024

  /// The picture with a square around each of `places` covered, in the order of the rows.
  private static func examples(
    _ places: Range<Int>, of picture: [UInt8], _ shape: Shape, side: Int, cover: [UInt8]
  ) throws(NetworkError) -> Examples {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(places.count * picture.count)
    for place in places {
      let first = pixels.count
      pixels += picture
      let (y, x) = (place / shape.width, place % shape.width)
      for channel in 0..<shape.channels {
        for row in max(0, y - side / 2)..<min(shape.height, y + side / 2 + 1) {
          let line = first + (channel * shape.height + row) * shape.width
          for column in max(0, x - side / 2)..<min(shape.width, x + side / 2 + 1) {
            pixels[line + column] = cover[channel]
          }
        }
      }
    }
    do {
      return try Examples(
        channels: shape.channels, height: shape.height, width: shape.width, pixels: pixels,
        labels: [UInt8](repeating: 0, count: places.count))
    } catch {
      throw .inputShape(expected: shape, found: Shape(channels: picture.count))
    }
  }

  /// How much of the probability the square takes away; negative where the answer becomes surer.
  public var loss: [Float] { covered.map { whole - $0 } }
}
