/// What pixels 0…255 are turned into: (pixel / 255 − mean) / deviation, for each channel.
public struct Normalization: Sendable, Equatable {
  /// Subtracted from pixel / 255; one number for all channels or one for each.
  public var mean: [Float]
  /// What the rest is divided by; as many numbers.
  public var deviation: [Float]

  /// A normalisation with `mean` and `deviation` of one count; deviations are positive.
  public init(mean: [Float], deviation: [Float]) {
    precondition(mean.count == deviation.count && !mean.isEmpty, "a deviation for every mean")
    self.mean = mean
    self.deviation = deviation
  }

  /// Pixels as 0…1.
  public static let unit = Normalization(mean: [0], deviation: [1])

  /// Mean 0 and deviation 1 over all of these pictures, for each channel, in four digits.
  public init(of examples: Examples) {
    let plane = examples.height * examples.width
    var histogram = [Int](repeating: 0, count: examples.channels * 256)
    examples.pixels.withUnsafeBufferPointer { pixels in
      histogram.withUnsafeMutableBufferPointer { histogram in
        var start = 0
        var channel = 0
        while start < pixels.count {
          for i in start..<start + plane { histogram[channel * 256 + Int(pixels[i])] += 1 }
          start += plane
          channel = (channel + 1) % examples.channels
        }
      }
    }
    mean = []
    deviation = []
    for channel in 0..<examples.channels {
      var count = 0
      var sum = 0
      var squares = 0
      for value in 0..<256 {
        let times = histogram[channel * 256 + value]
        count += times
        sum += times * value
        squares += times * value * value
      }
      let average = Double(sum) / Double(max(count, 1)) / 255
      let variance = max(0, Double(squares) / Double(max(count, 1)) / 65025 - average * average)
      mean.append(Float((average * 10000).rounded() / 10000))
      deviation.append(max(0.0001, Float((variance.squareRoot() * 10000).rounded() / 10000)))
    }
  }

  /// The factor and the summand that do it to a pixel of `channel`.
  package func line(channel: Int) -> (scale: Float, shift: Float) {
    let index = channel < mean.count ? channel : 0
    return (1 / (255 * deviation[index]), -mean[index] / deviation[index])
  }
}
