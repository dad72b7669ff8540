import NetworkDescription

extension Examples {
  /// The pictures in gray; gray ones stay as they are.
  ///
  /// (19595 R + 38470 G + 7471 B + 32768) >> 16: Rec. 601, the bits of ``GrayConversion/rec601``.
  public func inGray() -> Examples {
    guard channels == 3 else { return self }
    let area = height * width
    let gray = [UInt8](unsafeUninitializedCapacity: count * area) { gray, written in
      pixels.withUnsafeBufferPointer { pixels in
        for picture in 0..<count {
          for pixel in 0..<area {
            let red = picture * 3 * area + pixel
            let sum =
              19595 * UInt32(pixels[red]) + 38470 * UInt32(pixels[red + area]) + 7471 * UInt32(pixels[red + 2 * area])
            gray[picture * area + pixel] = UInt8((sum + 32768) >> 16)
          }
        }
      }
      written = count * area
    }
    do {
      return try Examples(channels: 1, height: height, width: width, pixels: gray, labels: labels)
    } catch {
      preconditionFailure("a gray picture of the same size fits: \(error)")
    }
  }
}
