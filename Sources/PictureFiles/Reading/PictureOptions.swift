/// How a picture file is read.
public struct PictureOptions: Sendable, Equatable {
  /// What transparent pixels, and the missing rows of a damaged picture, are laid on.
  public var background: RGB
  /// A header that declares more pixels than this is refused before anything is allocated.
  public var maximumPixels: Int
  /// Takes what is there of a damaged picture instead of refusing it.
  public var keepsDamaged: Bool

  /// Transparent pixels on white, up to 500 million pixels, nothing damaged.
  public init(background: RGB = .white, maximumPixels: Int = 500_000_000, keepsDamaged: Bool = false) {
    self.background = background
    self.maximumPixels = maximumPixels
    self.keepsDamaged = keepsDamaged
  }

  /// More bytes than any picture of so many pixels can need: eight for a pixel, and 64 MiB for what stands around them.
  var maximumBytes: Int {
    let (bytes, overflows) = maximumPixels.multipliedReportingOverflow(by: 8)
    return overflows || bytes > 1 << 60 ? 1 << 60 : bytes + (64 << 20)
  }
}
