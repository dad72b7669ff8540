// All wording of picture errors. The caller sets the file's name before it.
import SystemServices

extension ImageError: CustomStringConvertible {
  /// One line: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .file(let error):
      return error.description
    case .empty:
      return "zero-byte file; expected a PNG or JPEG picture"
    case .unknownFormat(let beginning):
      return "not a PNG or JPEG picture: begins with \(printable(beginning))"
    case .unsupportedFormat(let format):
      return "looks like \(format.rawValue), which is not read; convert it to PNG or JPEG first, as with "
        + format.conversion
    case .tooManyPixels(let width, let height, let limit):
      return "declares \(width)×\(height) = \(width * height) pixels, more than the limit of \(limit)"
    case .fileTooLarge(let format, let bytes, let limit):
      return "\(format.rawValue) file of \(bytes) bytes; a picture within the limit of pixels takes at most \(limit)"
    case .fileTooSmall(let format, let bytes, let width, let height):
      return "truncated \(format.rawValue): declares \(width)×\(height) pixels, which \(bytes) bytes cannot hold"
    case .truncated(let format, let rows, let height) where rows == height:
      return "truncated \(format.rawValue): all \(height) rows are there, but the mark of its end is missing"
    case .truncated(let format, let rows, let height):
      return "truncated \(format.rawValue): the data end after \(rows) of \(height) rows"
    case .truncatedHeader(let format):
      return "truncated \(format.rawValue): the data end before the first row"
    case .broken(let format, let detail):
      return "broken \(format.rawValue): \(detail)"
    case .outOfMemory:
      return "not enough memory for the picture"
    }
  }
}

/// Text in quotes when the bytes are text, else in hexadecimal.
private func printable(_ bytes: [UInt8]) -> String {
  let bytes = bytes.prefix(12)
  if bytes.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
    let line = bytes.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }
    return "\"\(String(decoding: line, as: UTF8.self))\""
  }
  let digits = Array("0123456789ABCDEF")
  return bytes.prefix(8).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: " ")
}

extension ImageFormat {
  /// A command that makes a PNG of a file of this format.
  fileprivate var conversion: String {
    switch self {
    case .heif: "\"heif-convert IN OUT.png\""
    case .pdf: "\"pdftoppm -png IN OUT\""
    case .svg: "\"rsvg-convert IN -o OUT.png\""
    case .jpegXL: "\"djxl IN OUT.png\""
    default: "\"magick IN OUT.png\""
    }
  }
}
