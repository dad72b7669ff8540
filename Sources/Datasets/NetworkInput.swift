import ConvolutionCore
import NetworkDescription
import PictureFiles

/// What a network is shown of a picture of any size and colour: the same in every command.
public struct NetworkInput: Sendable, Equatable {
  /// C × H × W, with one channel or three.
  public let shape: Shape
  /// How the pictures are prepared.
  public let preparation: PicturePreparation
  /// Only scales, proportions aside.
  public let isRaw: Bool

  /// Inputs of a shape; ink is looked for only where the shape is that of a prepared digit.
  public init(_ shape: Shape, preparation: PicturePreparation, isRaw: Bool = false) {
    self.shape = shape
    self.preparation = shape == NetworkInput.digit ? preparation : .scaled
    self.isRaw = isRaw
  }

  /// The shape of a prepared digit.
  public static let digit = Shape(channels: 1, height: PreparedDigit.side, width: PreparedDigit.side)

  /// The network's pixels of a picture file, C × H × W; `-` is standard input; nil when no digit is found in it.
  ///
  /// Transparent pixels are laid on white, and on black where nothing is to be seen on white: ink may be white, with its
  /// shape in the opacity alone.
  public func pixels(at path: String) throws(ImageError) -> [UInt8]? {
    let bytes = try PictureReader.contents(path)
    let onWhite = try PictureReader.decode(bytes)
    let pixels = pixels(of: onWhite)
    guard pixels == nil || onWhite.isOfOneLevel else { return pixels }
    let onBlack = try PictureReader.decode(bytes, options: PictureOptions(background: .black))
    return self.pixels(of: onBlack) ?? pixels
  }

  /// The network's pixels, C × H × W; nil when no digit is found in the picture.
  public func pixels(of picture: Picture) -> [UInt8]? {
    if preparation == .ink && !isRaw { return PreparedDigit(picture.gray())?.pixels }
    let planes: [Plane]
    switch shape.channels {
    case 1: planes = [picture.gray()]
    default: planes = picture.isGray ? [Plane](repeating: picture.channels[0], count: 3) : picture.channels
    }
    return planes.flatMap { plane in scaled(plane).values.map { UInt8(min(255, max(0, $0 + 0.5))) } }
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
    if cut == shape.size && cut == plane.size { return plane }
    return plane.scaled(
      x: (plane.width - cut.width) / 2, y: (plane.height - cut.height) / 2, size: cut, to: shape.size)
  }
}

extension Picture {
  /// True where nothing is to be seen.
  fileprivate var isOfOneLevel: Bool {
    channels.allSatisfy { plane in plane.values.allSatisfy { $0 == plane.values[0] } }
  }
}

extension Examples {
  /// The examples as pictures of the network's shape; those of that shape already stay as they are.
  func converted(to input: NetworkInput) throws(DatasetError) -> Examples {
    guard Shape(channels: channels, height: height, width: width) != input.shape else { return self }
    // The pictures of a data set were prepared by its makers: they are scaled, and no ink is looked for.
    let scaling = NetworkInput(input.shape, preparation: .scaled)
    var result: [UInt8] = []
    result.reserveCapacity(count * input.shape.count)
    let area = height * width
    for index in 0..<count {
      let pixels = picture(index)
      let planes = (0..<channels).map { channel in
        let start = pixels.startIndex + channel * area
        return Plane(width: width, height: height, values: pixels[start..<start + area].map { Float($0) })
      }
      result += scaling.pixels(of: Picture(channels: planes)) ?? []
    }
    return try Examples(
      channels: input.shape.channels, height: input.shape.height, width: input.shape.width, pixels: result,
      labels: labels)
  }
}
