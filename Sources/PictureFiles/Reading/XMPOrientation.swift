extension Orientation {
  /// `tiff:Orientation` of an XMP packet, as an attribute or an element; the prefix is the one that the packet gives to
  /// TIFF's name space.
  ///
  /// Source: XMP specification part 2, section 3.3 (Adobe, 2016).
  init?(xmp packet: [UInt8]) {
    let space = Array("http://ns.adobe.com/tiff/1.0/".utf8)
    var prefix = Array("tiff".utf8)
    if let place = packet.firstRange(of: space)?.lowerBound {
      // xmlns:PREFIX="
      var end = place - 1
      while end > 0, [0x20, 0x3D, 0x22, 0x27].contains(packet[end]) { end -= 1 }
      let start = packet[...max(end, 0)].lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 }
      if let start, start <= end, end - start < 64 { prefix = Array(packet[start...end]) }
    }
    guard let name = packet.firstRange(of: prefix + Array(":Orientation".utf8)) else { return nil }
    // =" or > and spaces, then a digit.
    let rest = packet[name.upperBound...].prefix(32).drop {
      [0x20, 0x0A, 0x0D, 0x09, 0x3D, 0x22, 0x27, 0x3E].contains($0)
    }
    guard let digit = rest.first, (0x31...0x38).contains(digit),
      !rest.dropFirst().prefix(1).contains(where: { (0x30...0x39).contains($0) })
    else { return nil }
    self.init(rawValue: Int(digit) - 0x30)
  }
}

extension [UInt8] {
  /// Where `part` first stands.
  fileprivate func firstRange(of part: [UInt8]) -> Range<Int>? {
    guard let first = part.first, part.count <= count else { return nil }
    var start = 0
    while let place = self[start...].firstIndex(of: first), place + part.count <= count {
      if self[place..<place + part.count].elementsEqual(part) { return place..<place + part.count }
      start = place + 1
    }
    return nil
  }
}
