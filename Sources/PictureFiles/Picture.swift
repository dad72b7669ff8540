import ConvolutionCore

/// A decoded picture: one plane when gray, three when coloured, upright and without transparency.
public struct Picture: Sendable, Equatable {
  /// Gray, or red, green and blue; values 0…255. Samples of 16 bits keep their fractions: value / 257.
  public var channels: [Plane]
  /// The luma that a colour JPEG stores beside its chroma, which is its gray under `rec601`; nil for other pictures.
  public var luma: Plane?
  /// Bits of a sample in the file: 1, 2, 4, 8 or 16.
  public let storedDepth: Int

  /// A picture of one plane or of three of one size.
  public init(channels: [Plane], luma: Plane? = nil, storedDepth: Int = 8) {
    precondition(channels.count == 1 || channels.count == 3, "a picture has 1 or 3 channels")
    precondition(channels.allSatisfy { $0.size == channels[0].size }, "channels of one size")
    precondition(luma.map { $0.size == channels[0].size } ?? true, "a luma of the channels' size")
    self.channels = channels
    self.luma = luma
    self.storedDepth = storedDepth
  }

  /// Columns.
  public var width: Int { channels[0].width }
  /// Rows.
  public var height: Int { channels[0].height }
  /// True when there is one channel.
  public var isGray: Bool { channels.count == 1 }

  /// The picture with each plane put through a function that keeps them of one size.
  public func mapped(_ transform: (Plane) -> Plane) -> Picture {
    Picture(channels: channels.map(transform), luma: luma.map(transform), storedDepth: storedDepth)
  }
}
