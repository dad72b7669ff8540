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

  /// Pools a map. Sums are formed in double precision, an average is the sum divided by the count, and each is rounded once;
  /// a NaN in a window makes its maximum NaN.
  ///
  /// Large windows are put together from parts: their sums have the value of the definition, whole numbers exactly, others
  /// within the rounding of doubles.
  /// - Throws: `ConvolutionError`, see ``outputSize(of:)``.
  /// - Complexity: values of the map, or of small windows output values × window.
  public func apply(_ plane: Plane) throws(ConvolutionError) -> Plane {
    let size = try outputSize(of: plane.size)
    // Below this, a window by itself is less work than three steps for each value of the map.
    guard window.width * window.height > 4 * stride * stride else { return reference(plane, size) }
    let rows = try RowPooling(self, source: plane.size)
    let values = [Float](unsafeUninitializedCapacity: size.width * size.height) { result, count in
      plane.values.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let result = result.baseAddress else { return }
        slide(source, plane.size, rows, into: result)
      }
      count = size.width * size.height
    }
    return Plane(width: size.width, height: size.height, values: values)
  }

  private func slide(
    _ source: UnsafePointer<Float>, _ size: Size, _ rows: RowPooling, into result: UnsafeMutablePointer<Float>
  ) {
    let folded = UnsafeMutableRawPointer.allocate(byteCount: rows.foldedBytes, alignment: 8)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: rows.scratchBytes, alignment: 8)
    var target = result
    for y in 0..<rows.neededRows {
      rows.fold(source + y * size.width, into: folded, scratch: scratch)
      if rows.add(folded, into: target) { target += rows.output.width }
    }
    folded.deallocate()
    scratch.deallocate()
  }

  /// What max pooling takes of two values: the larger, of equal ones (0 and -0) the first; NaN where there is any.
  @inline(__always)
  public static func larger<Value: FloatingPoint>(_ first: Value, _ second: Value) -> Value {
    first >= second || first != first ? first : second
  }

  /// The definition, window by window.
  func reference(_ plane: Plane, _ size: Size) -> Plane {
    let area = Double(window.width * window.height)
    let values = [Float](unsafeUninitializedCapacity: size.width * size.height) { result, count in
      plane.values.withUnsafeBufferPointer { source in
        for y in 0..<size.height {
          for x in 0..<size.width {
            let start = y * stride * plane.width + x * stride
            result[y * size.width + x] =
              switch kind {
              case .max: maximum(source, start, plane.width)
              case .sum: Float(sum(source, start, plane.width))
              case .average: Float(sum(source, start, plane.width) / area)
              }
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
      for j in 0..<window.width { value = MaximumFold.combined(value, source[start + i * rowLength + j]) }
    }
    return value
  }

  private func sum(_ source: UnsafeBufferPointer<Float>, _ start: Int, _ rowLength: Int) -> Double {
    var value = 0.0
    for i in 0..<window.height {
      for j in 0..<window.width { value += Double(source[start + i * rowLength + j]) }
    }
    return value
  }
}
