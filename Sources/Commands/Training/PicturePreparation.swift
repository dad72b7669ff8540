import ConvolutionCore
import Datasets
import ModelFiles
import NetworkDescription
import PictureFiles

/// Makes a picture of any kind into one as a model has learned them.
struct PicturePreparation {
  /// What the network is shown.
  struct Seen {
    /// C × H × W.
    let pixels: [UInt8]
    let picture: Picture
  }

  private let shape: Shape
  private let isDigit: Bool
  private let isRaw: Bool

  init(_ model: Model, isRaw: Bool) {
    shape = model.network.architecture.input
    isDigit =
      shape == Shape(channels: 1, height: PreparedDigit.side, width: PreparedDigit.side)
      && model.classes == DatasetName.digits.classes
    self.isRaw = isRaw
  }

  func prepare(_ path: String) throws(CommandFailure) -> Seen {
    let picture: Picture
    do { picture = try PictureReader.read(path) } catch { throw .picture(path, error) }
    if isDigit && !isRaw {
      guard let digit = PreparedDigit(picture.gray()) else { throw .noDigit(path) }
      return seen(digit.pixels)
    }
    let planes: [Plane]
    switch shape.channels {
    case 1: planes = [picture.gray()]
    case 3: planes = picture.isGray ? [Plane](repeating: picture.channels[0], count: 3) : picture.channels
    default: throw .channels(path, expected: shape.channels)
    }
    return seen(planes.flatMap { plane in scaled(plane).values.map { UInt8(min(255, max(0, $0 + 0.5))) } })
  }

  /// The whole plane when raw, else its largest middle part of the network's proportions.
  private func scaled(_ plane: Plane) -> Plane {
    var cut = plane.size
    if !isRaw {
      if cut.width * shape.height > cut.height * shape.width {
        cut.width = max(1, cut.height * shape.width / shape.height)
      } else {
        cut.height = max(1, cut.width * shape.height / shape.width)
      }
    }
    return plane.scaled(
      x: (plane.width - cut.width) / 2, y: (plane.height - cut.height) / 2, size: cut, to: shape.size)
  }

  private func seen(_ pixels: [UInt8]) -> Seen {
    let area = shape.height * shape.width
    let planes = (0..<shape.channels).map { channel in
      Plane(
        width: shape.width, height: shape.height,
        values: pixels[channel * area..<(channel + 1) * area].map { Float($0) })
    }
    return Seen(pixels: pixels, picture: Picture(channels: planes))
  }
}
