import Networks

extension Examples {
  /// The pictures in gray: Y = 0.299 R + 0.587 G + 0.114 B (Rec. 601), rounded; gray ones stay as they are.
  public func inGray() -> Examples {
    guard channels == 3 else { return self }
    let area = height * width
    let gray = [UInt8](unsafeUninitializedCapacity: count * area) { gray, written in
      pixels.withUnsafeBufferPointer { pixels in
        for picture in 0..<count {
          for pixel in 0..<area {
            let red = picture * 3 * area + pixel
            let sum = 299 * Int(pixels[red]) + 587 * Int(pixels[red + area]) + 114 * Int(pixels[red + 2 * area])
            gray[picture * area + pixel] = UInt8((sum + 500) / 1000)
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
