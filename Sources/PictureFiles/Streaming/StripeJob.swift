import ConvolutionCore

/// One stripe of one map as a picture: its rows are computed, made samples, filtered and deflated.
final class StripeJob: MapJob, @unchecked Sendable {
  let stripe: PNGStripe
  private let levels: Levels
  private let isPlain: Bool
  private let compression: Compression

  /// - Parameters:
  ///   - rows: The map's rows that are computed: the row above the stripe too, from which PNG predicts.
  ///   - isPlain: The samples are the convolution's own bytes.
  init(
    map: Int, values: MapValues, channels: Int, rows: Range<Int>, stripe: PNGStripe, levels: Levels, isPlain: Bool,
    _ compression: Compression
  ) {
    self.stripe = stripe
    self.levels = levels
    self.isPlain = isPlain
    self.compression = compression
    super.init(map: map, values: values, channels: channels, rows: rows)
  }

  override func compute() {
    let target = stripe.isFirst ? stripe.rows : stripe.above
    if isPlain, let bytes = values.bytes {
      convolve(bytes, into: target)
    } else {
      computeSamples(into: target)
    }
    stripe.encode(compression)
  }

  /// Convolves bytes into bytes; in colour each channel by itself, then side by side.
  private func convolve(_ convolution: ByteConvolution, into target: UnsafeMutablePointer<UInt8>) {
    let width = values.output.width
    if channels == 1 {
      return convolution.apply(to: lines(0, for: rows), rows: rows, into: target, rowLength: width)
    }
    let count = rows.count * width
    let map = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { map.deallocate() }
    for channel in 0..<channels {
      convolution.apply(to: lines(channel, for: rows), rows: rows, into: map, rowLength: width)
      var place = channel
      for index in 0..<count {
        target[place] = map[index]
        place &+= channels
      }
    }
  }

  private func computeSamples(into target: UnsafeMutablePointer<UInt8>) {
    let width = values.output.width
    let step = values.rowsAtOnce(rows.count)
    let floats = UnsafeMutablePointer<Float>.allocate(capacity: step * width)
    defer { floats.deallocate() }
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let part = first..<min(first + step, rows.upperBound)
      let start = target + (first - rows.lowerBound) * width * channels * levels.sampleBytes
      for channel in 0..<channels {
        values.apply(to: lines(channel, for: part), rows: part, into: floats)
        levels.write(
          floats, part.count * width, step: channels, to: start + channel * levels.sampleBytes)
      }
    }
  }
}
