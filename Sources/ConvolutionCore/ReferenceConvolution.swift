extension Convolution {
  /// Convolves by the definition, one output at a time: the oracle that every fast path is tested against.
  ///
  /// out[y, x] = (Σ over i, j of numerator[i, j] · in[y·s + i·d − p, x·s + j·d − p]) / divisor + bias,
  /// summed row by row in that order, one multiplication and one addition at a time; in double precision where the
  /// numerators are whole and sums over 8-bit pixels would not be exact as `Float`.
  /// - Throws: `ConvolutionError`, see ``outputSize(of:kernel:)``.
  /// - Complexity: output pixels × kernel weights.
  public func reference(_ plane: Plane, with kernel: Kernel) throws(ConvolutionError) -> Plane {
    let size = try outputSize(of: plane.size, kernel: kernel.size)
    let kernel = flip ? kernel.flipped : kernel
    let window = window(of: plane.size, kernel: kernel.size)
    let (rows, columns) = (window.rows(of: plane.height), window.columns(of: plane.width))
    var result = Plane(width: size.width, height: size.height)
    let inDoubles = kernel.isSummedInDoubles
    for y in 0..<size.height {
      for x in 0..<size.width {
        var sum: Float = 0
        var exact = 0.0
        for i in 0..<kernel.height {
          guard let row = border.source(of: rows.pixel(position: y, tap: i), count: plane.height) else { continue }
          for j in 0..<kernel.width {
            guard let column = border.source(of: columns.pixel(position: x, tap: j), count: plane.width) else {
              continue
            }
            let (weight, value) = (kernel.numerators[i * kernel.width + j], plane[row, column])
            if inDoubles { exact += Double(weight) * Double(value) } else { sum += weight * value }
          }
        }
        result[y, x] =
          inDoubles ? Float(exact / Double(kernel.divisor) + Double(bias)) : sum / kernel.divisor + bias
      }
    }
    return result
  }
}
