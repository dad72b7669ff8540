import SystemServices

// Where files say how they are to be turned. EXIF comes before XMP, as cameras write EXIF and programs may forget to
// bring XMP along.
// Sources: PNG third edition, section 11.3.3 (eXIf, tEXt, zTXt, iTXt); ImageMagick's "Raw profile type" texts;
// Exif 2.32, section 4.7 (APP1); XMP specification part 3, sections 1.1.3 and 1.1.5.

/// What a file says about its orientation, in the order of trust.
struct OrientationNotes {
  var exif: Orientation?
  var rawProfile: Orientation?
  var xmp: Orientation?

  var orientation: Orientation { exif ?? rawProfile ?? xmp ?? .upright }

  /// A block of an APP1 segment: EXIF or XMP.
  fileprivate mutating func take(app1 block: [UInt8]) {
    let name = Array("http://ns.adobe.com/xap/1.0/".utf8)
    if block.starts(with: name) {
      xmp = xmp ?? Orientation(xmp: Array(block.dropFirst(name.count + 1)))
    } else if block.starts(with: Array("Exif".utf8)) {
      exif = exif ?? Orientation(exif: block)
    }
  }
}

/// The metadata that may stand before the first row; more is not looked through.
private let metadataLimit = 64 << 20
/// Bytes of a profile or text that are looked at.
private let profileLimit = 1 << 20

extension OrientationNotes {
  /// The notes in the segments before the first scan of a JPEG.
  init(jpeg bytes: FileBytes) {
    var offset = 2
    while offset < metadataLimit, let head = bytes.bytes(at: offset, count: 4, readingUpTo: Int.max) {
      // Fill bytes, and what stands between segments without being one.
      guard head[0] == 0xFF, head[1] != 0xFF, head[1] != 0 else {
        offset += 1
        continue
      }
      // Markers without data.
      if head[1] == 0x01 || (0xD0...0xD8).contains(head[1]) {
        offset += 2
        continue
      }
      // The pixels follow, or nothing.
      if head[1] == 0xDA || head[1] == 0xD9 { return }
      let length = Int(head[2]) << 8 | Int(head[3])
      guard length >= 2 else { return }
      if head[1] == 0xE1, let block = bytes.bytes(at: offset + 4, count: length - 2, readingUpTo: Int.max) {
        take(app1: block)
        if exif != nil { return }
      }
      offset += 2 + length
    }
  }

  /// The notes in a PNG's chunks, before or behind the pixels.
  init(png bytes: FileBytes) {
    // Each kind is looked at a few times only: a file can hold any number of compressed texts.
    var tries = 16
    for chunk in PNGChunkWalk(bytes) where tries > 0 {
      func data() -> [UInt8] {
        tries -= 1
        let count = min(chunk.length, profileLimit)
        return bytes.bytes(at: chunk.data, count: count, readingUpTo: chunk.data + count) ?? []
      }
      switch chunk.type {
      case 0x6558_4966:  // eXIf
        exif = exif ?? Orientation(exif: data())
      case 0x6F72_4E54:  // orNT, ImageMagick's own
        rawProfile = rawProfile ?? data().first.flatMap { Orientation(rawValue: Int($0)) }
      case 0x7445_5874, 0x7A54_5874, 0x6954_5874:  // tEXt, zTXt, iTXt
        let keyword = bytes.bytes(at: chunk.data, count: min(chunk.length, 32), readingUpTo: chunk.data + 32) ?? []
        guard let kind = TextChunk.Kind(beginning: keyword) else { continue }
        guard let text = TextChunk.content(of: data(), type: chunk.type, limit: profileLimit) else { continue }
        take(text, kind)
      default: continue
      }
    }
  }

  private mutating func take(_ text: [UInt8], _ kind: TextChunk.Kind) {
    switch kind {
    case .xmp:
      xmp = xmp ?? Orientation(xmp: text)
    case .rawProfile:
      guard let profile = TextChunk.profile(text) else { return }
      var notes = OrientationNotes()
      notes.take(app1: profile)
      rawProfile = rawProfile ?? notes.exif ?? Orientation(exif: profile)
      xmp = xmp ?? notes.xmp ?? Orientation(xmp: profile)
    }
  }
}

/// The text chunks of PNG that can hold EXIF or XMP.
enum TextChunk {
  enum Kind {
    case rawProfile
    case xmp

    /// What the keyword at the beginning of a chunk names; nil for any other text.
    init?(beginning: [UInt8]) {
      let keyword = String(decoding: beginning.prefix { $0 != 0 }, as: UTF8.self)
      switch keyword.lowercased() {
      case "raw profile type exif", "raw profile type app1", "raw profile type xmp": self = .rawProfile
      case "xml:com.adobe.xmp": self = .xmp
      default: return nil
      }
    }
  }

  /// The text behind the keyword, inflated where it is compressed, up to `limit` bytes.
  static func content(of data: [UInt8], type: UInt32, limit: Int) -> [UInt8]? {
    guard let end = data.firstIndex(of: 0) else { return nil }
    var rest = data[(end + 1)...]
    switch type {
    case 0x7445_5874: return Array(rest)
    case 0x7A54_5874: return Inflater.prefix(of: Array(rest.dropFirst()), .zlib, limit: limit)
    default:
      // Compression flag and method, language, translated keyword.
      guard rest.count >= 2 else { return nil }
      let isCompressed = rest[rest.startIndex] != 0
      rest = rest.dropFirst(2)
      for _ in 0..<2 {
        guard let zero = rest.firstIndex(of: 0) else { return nil }
        rest = rest[(zero + 1)...]
      }
      return isCompressed ? Inflater.prefix(of: Array(rest), .zlib, limit: limit) : Array(rest)
    }
  }

  /// The bytes of a raw profile: a line with its name, one with its length, then hexadecimal digits in lines.
  static func profile(_ text: [UInt8]) -> [UInt8]? {
    let lines = text.split(separator: 0x0A, maxSplits: 2)
    guard lines.count == 3 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for letter in lines[2] where letter > 0x20 {
      guard let digit = hexadecimalDigit(letter) else { return nil }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }

  private static func hexadecimalDigit(_ letter: UInt8) -> UInt8? {
    switch letter {
    case 0x30...0x39: letter - 0x30
    case 0x41...0x46: letter - 0x41 + 10
    case 0x61...0x66: letter - 0x61 + 10
    default: nil
    }
  }
}
