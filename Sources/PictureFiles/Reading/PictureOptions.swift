/// How a picture file is read.
public struct PictureOptions: Sendable, Equatable {
  /// What transparent pixels are laid on.
  public var background: RGB
  /// A header that declares more pixels than this is refused before anything is allocated.
  public var maximumPixels: Int

  /// Transparent pixels on white, up to 500 million pixels.
  public init(background: RGB = .white, maximumPixels: Int = 500_000_000) {
    self.background = background
    self.maximumPixels = maximumPixels
  }
}
