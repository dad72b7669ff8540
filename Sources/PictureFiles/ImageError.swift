import SystemServices

/// What can be wrong with a picture file; each case carries what was found. The wording is its `description`.
public enum ImageError: Error, Equatable, Sendable {
  /// The operating system refused to read or write the file.
  case file(FileError)
  /// The file has no bytes.
  case empty
  /// The first bytes are of no known picture format.
  case unknownFormat(beginning: [UInt8])
  /// A picture format that is not read here.
  case unsupportedFormat(ImageFormat)
  /// The header declares more pixels than the limit.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// A file of more bytes than a picture within the limit of pixels can need.
  case fileTooLarge(ImageFormat, bytes: Int, limit: Int)
  /// A file of so few bytes that they cannot hold the pixels that its header declares.
  case fileTooSmall(ImageFormat, bytes: Int, width: Int, height: Int)
  /// The data end before the picture does; `rows` of `height` rows were whole.
  case truncated(ImageFormat, rows: Int, height: Int)
  /// The header ends early.
  case truncatedHeader(ImageFormat)
  /// The data contradict their format; the decoder's words.
  case broken(ImageFormat, detail: String)
  /// There is no memory for the picture.
  case outOfMemory
}
