import CZlib
import ConvolutionCore
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
private func deflated(_ bytes: [UInt8]) -> [UInt8] {
  var count = compressBound(UInt(bytes.count))
  return [UInt8](unsafeUninitializedCapacity: Int(count)) { result, used in
    let status = compress2(result.baseAddress, &count, bytes, UInt(bytes.count), 9)
    used = status == Z_OK ? Int(count) : 0
  }
}
