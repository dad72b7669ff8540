import ConvolutionCore
import DrawingKit
import PictureFiles
import SystemServices
import TextFormats

/// The pictures that figures show when none is given: those of `samples/small`, inside the program.
enum DefaultPicture {
  /// A boat on water, 240×160, in colour.
  static let boat = sample("boat")
  /// A cat's face, 160×160, in colour.
  static let cat = sample("cat")
  /// A written 8, 84×84, dark on light.
  static let eight = sample("eight")

  private static func sample(_ name: String) -> PictureFiles.Picture {
    let file = embeddedFiles.first { fileStem($0.name.description) == name }
    let bytes = file.flatMap { $0.content.withUTF8Buffer { base64Decoded($0) } }
    guard let bytes, let picture = try? PictureReader.decode(bytes) else {
      preconditionFailure("the sample \(name) is not inside the program")
    }
    return picture
  }
}
