/// Pooling: each output is the maximum, average or sum of one window of the map. Windows that would reach out of the
/// map are dropped: sizes are ⌊(n − k)/s⌋ + 1.
public struct Pooling: Sendable, Equatable {
  /// What is taken of a window.
  public enum Kind: Sendable, Equatable {
    /// The largest value.
    case max
    /// The mean.
    case average
    /// The sum.
    case sum
  }

  /// What is taken of a window.
  public var kind: Kind
  /// The window.
  public var window: Size
  /// Pixels from one window to the next.
  public var stride: Int

  /// Pooling of square windows; without a stride they stand side by side.
  public init(_ kind: Kind, window: Int, stride: Int? = nil) {
    self.kind = kind
    self.window = Size(width: window, height: window)
    self.stride = stride ?? window
  }
}

extension Pooling {
  /// Pooling of windows of any shape.
  public init(_ kind: Kind, window: Size, stride: Int) {
    self.kind = kind
    self.window = window
    self.stride = stride
  }

  /// The size of the pooled map: ⌊(n − k)/s⌋ + 1 along each axis.
  ///
  /// Example: windows of 2 at stride 2 make 14×14 of 28×28, and of 29×29.
  /// - Throws: `ConvolutionError` when window or stride make no sense or the window does not fit into the map.
  public func outputSize(of plane: Size) throws(ConvolutionError) -> Size {
    guard plane.width > 0, plane.height > 0 else { throw .emptyPlane }
    guard window.width > 0, window.height > 0 else { throw .windowNotPositive(window) }
    guard stride > 0 else { throw .strideNotPositive(stride) }
    let geometry = WindowGeometry(taps: window, stride: Size(width: stride, height: stride))
    guard geometry.fits(plane) else { throw .windowLargerThanPlane(window: window, plane: plane) }
    return geometry.outputSize(of: plane)
  }

  /// Pools a map. Sums run row by row; an average is the sum divided by the count.
  /// - Throws: `ConvolutionError`, see ``outputSize(of:)``.
  /// - Complexity: maxima of large windows: values of the map; else output values × window.
  public func apply(_ plane: Plane) throws(ConvolutionError) -> Plane {
    let size = try outputSize(of: plane.size)
    // Below this, a window by itself is less work than three comparisons for each value of the map.
    if kind == .max, window.width * window.height > 4 * stride * stride,
      !plane.values.contains(where: { $0.isNaN })
    {
      return slidingMaximum(plane, size)
    }
    return reference(plane, size)
  }

  private func slidingMaximum(_ plane: Plane, _ size: Size) -> Plane {
    let sliding = SlidingMaximum(window: window, stride: stride, source: plane.size, output: size)
    let values = [Float](unsafeUninitializedCapacity: size.width * size.height) { result, count in
      plane.values.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let result = result.baseAddress else { return }
        sliding.apply(source, into: result)
      }
      count = size.width * size.height
    }
    return Plane(width: size.width, height: size.height, values: values)
  }

  /// The definition, window by window.
  func reference(_ plane: Plane, _ size: Size) -> Plane {
    let area = window.width * window.height
    let values = [Float](unsafeUninitializedCapacity: size.width * size.height) { result, count in
      plane.values.withUnsafeBufferPointer { source in
        for y in 0..<size.height {
          for x in 0..<size.width {
            let start = y * stride * plane.width + x * stride
            let value =
              kind == .max
              ? maximum(source, start, plane.width) : sum(source, start, plane.width)
            result[y * size.width + x] = kind == .average ? value / Float(area) : value
          }
        }
      }
      count = size.width * size.height
    }
    return Plane(width: size.width, height: size.height, values: values)
  }

  private func maximum(_ source: UnsafeBufferPointer<Float>, _ start: Int, _ rowLength: Int) -> Float {
    var value = source[start]
    for i in 0..<window.height {
      for j in 0..<window.width {
        let candidate = source[start + i * rowLength + j]
        if candidate > value { value = candidate }
      }
    }
    return value
  }

  private func sum(_ source: UnsafeBufferPointer<Float>, _ start: Int, _ rowLength: Int) -> Float {
    var value: Float = 0
    for i in 0..<window.height {
      for j in 0..<window.width { value += source[start + i * rowLength + j] }
    }
    return value
  }
}
