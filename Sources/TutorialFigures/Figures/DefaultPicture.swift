import CEmbeddedFiles
import ConvolutionCore
import DrawingKit
import PictureFiles

/// The pictures that figures show when none is given: those of `samples/small`, inside the program.
enum DefaultPicture {
  /// A boat on water, 240×160, in colour.
  static let boat = sample("boat")
  /// A cat's face, 160×160, in colour.
  static let cat = sample("cat")
  /// A written 8, 84×84, dark on light.
  static let eight = sample("eight")

  private static func sample(_ name: String) -> PictureFiles.Picture {
    var count = 0
    let files = UnsafeBufferPointer(start: embeddedPictures(&count), count: count)
    let file = files.first { String(cString: $0.name) == name }
    let bytes = file.map { Array(UnsafeBufferPointer(start: $0.bytes, count: $0.count)) }
    guard let bytes, let picture = try? PictureReader.decode(bytes) else {
      preconditionFailure("the sample \(name) is not inside the program")
    }
    return picture
  }
}
