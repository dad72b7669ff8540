import ConvolutionCore
import Datasets
import ModelFiles
import NetworkDescription
import PictureFiles

extension Model {
  /// What its network is shown of pictures.
  func input(isRaw: Bool = false) -> NetworkInput {
    NetworkInput(network.architecture.input, preparation: preparation, isRaw: isRaw)
  }
}

/// A picture as a network sees it.
struct ShownPicture {
  /// C × H × W.
  let pixels: [UInt8]
  let picture: Picture

  /// Reads a picture of any kind and prepares it.
  init(_ path: String, for input: NetworkInput) throws(CommandFailure) {
    let shape = input.shape
    guard shape.channels == 1 || shape.channels == 3 else { throw .channels(path, expected: shape.channels) }
    let found: [UInt8]?
    do { found = try input.pixels(at: path) } catch { throw .picture(path, error) }
    guard let pixels = found else { throw .noDigit(path) }
    let area = shape.height * shape.width
    let planes = (0..<shape.channels).map { channel in
      Plane(
        width: shape.width, height: shape.height,
        values: pixels[channel * area..<(channel + 1) * area].map { Float($0) })
    }
    self.pixels = pixels
    picture = Picture(channels: planes)
  }
}
