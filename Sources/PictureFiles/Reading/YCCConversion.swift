/// Luma and chroma to red, green and blue with libjpeg's own rounding, so that a picture of which both the colours and the
/// luma are wanted is decoded once.
///
/// R = Y + 1.402 Cr, G = Y − 0.34414 Cb − 0.71414 Cr, B = Y + 1.772 Cb, chroma about 128, in 65536ths, clipped to 0…255.
/// Source: JFIF 1.02.
struct YCCConversion {
  static let shared = YCCConversion()

  private let redOfCr: [Int32]
  private let blueOfCb: [Int32]
  private let greenOfCr: [Int32]
  private let greenOfCb: [Int32]

  private init() {
    let chroma = (0..<256).map { Int32($0 - 128) }
    redOfCr = chroma.map { (91881 * $0 + 32768) >> 16 }
    blueOfCb = chroma.map { (116130 * $0 + 32768) >> 16 }
    greenOfCr = chroma.map { -46802 * $0 }
    greenOfCb = chroma.map { -22554 * $0 + 32768 }
  }

  /// Pixels of Y, Cb, Cr to pixels of red, green, blue, Y.
  func convertWithLuma(_ row: UnsafePointer<UInt8>, count: Int, into target: UnsafeMutablePointer<UInt8>) {
    for x in 0..<count {
      let (luma, cb, cr) = (Int32(row[3 &* x]), Int(row[3 &* x &+ 1]), Int(row[3 &* x &+ 2]))
      target[4 &* x] = clipped(luma &+ redOfCr[cr])
      target[4 &* x &+ 1] = clipped(luma &+ (greenOfCb[cb] &+ greenOfCr[cr]) >> 16)
      target[4 &* x &+ 2] = clipped(luma &+ blueOfCb[cb])
      target[4 &* x &+ 3] = row[3 &* x]
    }
  }

  @inline(__always)
  private func clipped(_ value: Int32) -> UInt8 { UInt8(truncatingIfNeeded: max(0, min(255, value))) }
}
