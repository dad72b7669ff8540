/// The picture formats that a file's first bytes tell apart.
public enum ImageFormat: String, Sendable, CaseIterable {
  /// Portable Network Graphics.
  case png = "PNG"
  /// JPEG, baseline or progressive.
  case jpeg = "JPEG"
  /// Known, but not read.
  case gif = "GIF"
  /// Known, but not read.
  case webp = "WebP"
  /// Known, but not read.
  case bmp = "BMP"
  /// Known, but not read.
  case tiff = "TIFF"
  /// Known, but not read.
  case heif = "HEIF or AVIF"
  /// Known, but not read.
  case jpegXL = "JPEG XL"
  /// Known, but not read.
  case jpeg2000 = "JPEG 2000"
  /// Known, but not read.
  case photoshop = "Photoshop"
  /// Known, but not read.
  case netpbm = "Netpbm"
  /// Known, but not read.
  case pdf = "PDF"
  /// Known, but not read.
  case svg = "SVG"

  /// True for the formats that are read here.
  public var isSupported: Bool { self == .png || self == .jpeg }

  /// The format that the first bytes name; nil when they name none.
  public init?(firstBytes bytes: some Sequence<UInt8>) {
    let start = Array(bytes.prefix(16))
    func has(_ text: String, at offset: Int = 0) -> Bool {
      start.dropFirst(offset).starts(with: Array(text.utf8))
    }
    if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if has("GIF87a") || has("GIF89a") {
      self = .gif
    } else if has("RIFF") && has("WEBP", at: 8) {
      self = .webp
    } else if has("BM") && start.count > 9 && start[6...9].allSatisfy({ $0 == 0 }) {
      self = .bmp
    } else if has("II*\0") || has("MM\0*") {
      self = .tiff
    } else if has("ftyphei", at: 4) || has("ftypavi", at: 4) || has("ftypmif1", at: 4) {
      self = .heif
    } else if start.starts(with: [0xFF, 0x0A]) || has("JXL ", at: 4) {
      self = .jpegXL
    } else if has("jP  ", at: 4) || start.starts(with: [0xFF, 0x4F, 0xFF, 0x51]) {
      self = .jpeg2000
    } else if has("8BPS") {
      self = .photoshop
    } else if start.count > 2, start[0] == UInt8(ascii: "P"), (0x31...0x37).contains(start[1]), start[2] <= 0x20 {
      self = .netpbm
    } else if has("%PDF-") {
      self = .pdf
    } else if has("<svg") {
      self = .svg
    } else {
      return nil
    }
  }
}
