#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

/// The gradient of a picture from two kernels, one for the change along x and one for the change along y.
///
/// gx and gy are the maps of the two kernels. The magnitude is √(gx² + gy²). The direction is where the picture grows
/// brighter: the angle of (gx, −gy) in degrees, 0 ≤ θ < 360, anticlockwise from the right, since rows run downwards; 0 where
/// gx = gy = 0.
public struct Gradient: Sendable, Equatable {
  /// Which number stands for a pixel's gradient.
  public enum Quantity: Sendable, Equatable {
    /// √(gx² + gy²).
    case magnitude
    /// The angle in degrees.
    case direction
  }

  /// The change along x, to the right.
  public let x: Kernel
  /// The change along y, downwards; of the size of ``x``.
  public let y: Kernel
  /// What the map holds.
  public let quantity: Quantity

  /// A gradient of two kernels; where their sizes differ, zeros around them bring their anchors together.
  public init(x: Kernel, y: Kernel, quantity: Quantity = .magnitude) {
    let size = Size(width: max(x.width, y.width), height: max(x.height, y.height))
    self.x = x.widened(to: size)
    self.y = y.widened(to: size)
    self.quantity = quantity
  }

  /// The size of both kernels.
  public var size: Size { x.size }

  /// The map of a picture. The convolution's bias is added to the magnitude or the angle, not to gx and gy.
  ///
  /// Example: a ramp that grows by 1 from column to column has the Sobel magnitude 8 and the direction 0.
  /// - Throws: `ConvolutionError`, see ``Convolution/outputSize(of:kernel:)``.
  public func apply(
    _ plane: Plane, with convolution: Convolution, parallel: ParallelFor = inOrder
  ) throws(ConvolutionError) -> Plane {
    var unbiased = convolution
    unbiased.bias = 0
    var result = try unbiased.apply(plane, with: x, parallel: parallel)
    let along = try unbiased.apply(plane, with: y, parallel: parallel)
    result.values.withUnsafeMutableBufferPointer { x in
      along.values.withUnsafeBufferPointer { y in
        guard let x = x.baseAddress, let y = y.baseAddress else { return }
        combine(x, y, count: along.values.count, bias: convolution.bias)
      }
    }
    return result
  }

  /// Makes of gx and gy what the map holds, in place of gx.
  public func combine(_ x: UnsafeMutablePointer<Float>, _ y: UnsafePointer<Float>, count: Int, bias: Float) {
    for index in 0..<count {
      let (gx, gy) = (Double(x[index]), Double(y[index]))
      let value = quantity == .magnitude ? (gx * gx + gy * gy).squareRoot() : angleInDegrees(x: gx, y: -gy)
      x[index] = Float(value) + bias
    }
  }
}

extension Kernel {
  /// The kernel within zeros, its anchor ⌊(k−1)/2⌋ on that of the larger size.
  func widened(to size: Size) -> Kernel {
    if size == self.size { return self }
    let (left, top) = ((size.width - 1) / 2 - (width - 1) / 2, (size.height - 1) / 2 - (height - 1) / 2)
    var weights = [Float](repeating: 0, count: size.width * size.height)
    for row in 0..<height {
      for column in 0..<width {
        weights[(row + top) * size.width + column + left] = numerators[row * width + column]
      }
    }
    return Kernel(unchecked: size.width, size.height, weights, divisor)
  }
}
