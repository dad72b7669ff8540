// The one EXIF fact that matters to pixels: the orientation. Anything malformed counts as upright, as elsewhere.
// Sources: Exif 2.32, sections 4.5 and 4.6; PNG third edition, section 11.3.3.2 (eXIf).

extension Orientation {
  /// The orientation that a PNG or JPEG file declares.
  init(of bytes: UnsafeRawBufferPointer, format: ImageFormat) {
    let block = format == .png ? exifOfPNG(bytes) : exifOfJPEG(bytes)
    self = block.flatMap(orientation) ?? .upright
  }
}

/// The TIFF structure in the chunk eXIf.
private func exifOfPNG(_ bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
  var offset = 8
  while offset + 12 <= bytes.count {
    let length = Int(bigEndian32(bytes, offset))
    guard length <= bytes.count - offset - 12 else { return nil }
    let type = bigEndian32(bytes, offset + 4)
    if type == 0x6558_4966 { return bytes[offset + 8..<offset + 8 + length] }
    if type == 0x4945_4E44 { return nil }
    offset += length + 12
  }
  return nil
}

/// The TIFF structure behind "Exif" in an APP1 segment.
private func exifOfJPEG(_ bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>? {
  var offset = 2
  while offset + 4 <= bytes.count, bytes[offset] == 0xFF {
    let marker = bytes[offset + 1]
    if marker == 0xFF {
      offset += 1
      continue
    }
    // Start of scan: the pixels follow.
    if marker == 0xDA || marker == 0xD9 { return nil }
    let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
    guard length >= 2, offset + 2 + length <= bytes.count else { return nil }
    let segment = bytes[offset + 4..<offset + 2 + length]
    if marker == 0xE1, segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) { return segment.dropFirst(6) }
    offset += 2 + length
  }
  return nil
}

/// Tag 274 of the first image directory.
private func orientation(_ block: Slice<UnsafeRawBufferPointer>) -> Orientation? {
  let bytes = UnsafeRawBufferPointer(rebasing: block)
  guard bytes.count >= 8 else { return nil }
  let little = bytes[0] == 0x49
  guard bytes[0] == bytes[1], little || bytes[0] == 0x4D else { return nil }
  func number16(_ offset: Int) -> Int {
    little ? Int(bytes[offset + 1]) << 8 | Int(bytes[offset]) : Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
  }
  func number32(_ offset: Int) -> Int {
    little
      ? number16(offset + 2) << 16 | number16(offset)
      : number16(offset) << 16 | number16(offset + 2)
  }
  let directory = number32(4)
  guard number16(2) == 42, directory + 2 <= bytes.count else { return nil }
  for entry in 0..<number16(directory) {
    let offset = directory + 2 + entry * 12
    guard offset + 12 <= bytes.count else { return nil }
    // A single 16-bit number stands at the start of the value field in either byte order.
    if number16(offset) == 274 && number16(offset + 2) == 3 {
      return Orientation(rawValue: number16(offset + 8))
    }
  }
  return nil
}

func bigEndian32(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
  UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
}
