import CZlib
import ConvolutionCore
import Datasets
import NetworkDescription
import PictureFiles
import TextFormats

/// A picture inside the page: its gray values as `filter` sees them.
public struct PagePicture: Sendable {
  /// In the list of pictures.
  public var name: String
  /// As a command line names the same picture.
  public let file: String
  /// Whole values 0…255.
  public let gray: Plane

  /// A picture; values are rounded and clamped to 0…255.
  public init(name: String, file: String, gray: Plane) {
    self.name = name
    self.file = file
    self.gray = gray
  }

  /// The pictures inside the program, as they lie in `samples/small`.
  public static var samples: [PagePicture] {
    samplePictures.compactMap { sample in
      guard let bytes = sample.base64.withUTF8Buffer({ base64Decoded($0) }),
        let picture = try? PictureReader.decode(bytes)
      else { return nil }
      return PagePicture(
        name: sample.name.description, file: "samples/small/\(sample.name).png", gray: picture.gray())
    }
  }

  /// The photographs inside the program as a network for pictures of some shape sees them, C × H × W: their largest
  /// middle part, scaled.
  static func photographs(_ shape: Shape) -> [(name: String, pixels: [UInt8])] {
    samplePictures.compactMap { sample in
      guard let bytes = sample.base64.withUTF8Buffer({ base64Decoded($0) }),
        let picture = try? PictureReader.decode(bytes), shape.channels == 1 || shape.channels == 3
      else { return nil }
      let colours = picture.isGray ? [Plane](repeating: picture.channels[0], count: 3) : picture.channels
      let planes = shape.channels == 1 ? [picture.gray()] : colours
      return (
        sample.name.description,
        planes.flatMap { plane in
          var cut = plane.size
          if cut.width * shape.height > cut.height * shape.width {
            cut.width = max(1, cut.height * shape.width / shape.height)
          } else {
            cut.height = max(1, cut.width * shape.height / shape.width)
          }
          return plane.scaled(
            x: (plane.width - cut.width) / 2, y: (plane.height - cut.height) / 2, size: cut,
            to: Size(width: shape.width, height: shape.height)
          ).values.map { UInt8(min(255, max(0, $0 + 0.5))) }
        }
      )
    }
  }

  /// The size, and the values as deflated bytes in base64.
  var json: JSONValue {
    let bytes = gray.values.map { UInt8(max(0, min(255, $0)).rounded(.toNearestOrEven)) }
    return .object([
      ("name", .string(name)), ("file", .string(file)), ("width", .number(gray.width)),
      ("height", .number(gray.height)), ("gray", .string(base64Encoded(deflated(bytes)))),
    ])
  }
}

/// The bytes in zlib's format.
func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var count = compressBound(UInt(bytes.count))
  return [UInt8](unsafeUninitializedCapacity: Int(count)) { result, used in
    let status = compress2(result.baseAddress, &count, bytes, UInt(bytes.count), 9)
    used = status == Z_OK ? Int(count) : 0
  }
}
