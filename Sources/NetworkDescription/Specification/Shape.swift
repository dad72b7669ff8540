import ConvolutionCore

/// The shape of one sample inside a network: C channels of H rows and W columns.
///
/// A vector, as behind `flatten` or a fully connected layer, has H = W = 1.
public struct Shape: Sendable, Equatable, Hashable {
  /// Feature maps (C).
  public var channels: Int
  /// Rows (H).
  public var height: Int
  /// Columns (W).
  public var width: Int

  /// A shape of C × H × W values.
  public init(channels: Int, height: Int = 1, width: Int = 1) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Values of one sample: C · H · W.
  public var count: Int { channels * height * width }

  /// ``count`` where it is at most `limit`; nil where it is more, however much.
  func count(upTo limit: Int) -> Int? { limitedProduct([channels, height, width], upTo: limit) }

  /// Rows and columns together.
  public var size: Size { Size(width: width, height: height) }

  /// As text: `6×28×28`; a vector is its length alone.
  public var text: String {
    height == 1 && width == 1 ? "\(channels)" : "\(channels)×\(height)×\(width)"
  }
}

/// The product of numbers from 0 on where it is at most `limit`; nil where it is more, however much.
func limitedProduct(_ factors: [Int], upTo limit: Int) -> Int? {
  var result = 1
  for factor in factors {
    let (next, overflows) = result.multipliedReportingOverflow(by: factor)
    guard !overflows, next <= limit else { return factors.contains(0) ? 0 : nil }
    result = next
  }
  return result
}
