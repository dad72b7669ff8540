import ConvolutionCore
import Platform

extension KernelAnalysis {
  /// Which way a step of brightness runs.
  public enum StepDirection: Sendable {
    /// Dark on the left, bright on the right.
    case alongX
    /// Dark above, bright below.
    case alongY
  }

  /// The response across a step from 0 to 1: at every position from all dark under the kernel to all bright.
  ///
  /// There are k + 1 values for k weights along the step; the first is 0, the last is the sum of the weights, and the
  /// value at position i is the sum of the last i columns (rows).
  public func stepResponse(_ direction: StepDirection) -> [Double] {
    let count = direction == .alongX ? kernel.width : kernel.height
    var lines = [Double](repeating: 0, count: count)
    for (index, numerator) in kernel.numerators.enumerated() {
      lines[direction == .alongX ? index % kernel.width : index / kernel.width] += Double(numerator)
    }
    var response = [0.0]
    for line in lines.reversed() { response.append(response[response.count - 1] + line) }
    return response.map { $0 / Double(kernel.divisor) }
  }

  /// The magnitude of the frequency response at `count`×`count` frequencies from −½ to ½ cycles a pixel.
  ///
  /// |Σ weight·exp(−2πi(ux + vy))|, row v by row v with u running right; for an odd count, frequency 0 is in the middle.
  /// - Complexity: count · height · (width + count).
  public func frequencyResponse(count: Int) -> Plane {
    let frequencies = (0..<count).map { count > 1 ? Double($0) / Double(count - 1) - 0.5 : 0 }
    let turns = frequencies.map { frequency in
      (0..<max(kernel.width, kernel.height)).map { position in
        let angle = -2 * Double.pi * frequency * Double(position)
        return (cosine: cos(angle), sine: sin(angle))
      }
    }
    // Along x first: one complex number for each row of the kernel and each u.
    var real = [Double](repeating: 0, count: kernel.height * count)
    var imaginary = real
    for y in 0..<kernel.height {
      for u in 0..<count {
        for x in 0..<kernel.width {
          let weight = Double(kernel.numerators[y * kernel.width + x])
          real[y * count + u] += weight * turns[u][x].cosine
          imaginary[y * count + u] += weight * turns[u][x].sine
        }
      }
    }
    var result = Plane(width: count, height: count)
    for v in 0..<count {
      for u in 0..<count {
        var sum = (real: 0.0, imaginary: 0.0)
        for y in 0..<kernel.height {
          let (cosine, sine) = turns[v][y]
          sum.real += real[y * count + u] * cosine - imaginary[y * count + u] * sine
          sum.imaginary += real[y * count + u] * sine + imaginary[y * count + u] * cosine
        }
        result[v, u] = Float(hypot(sum.real, sum.imaginary) / Double(kernel.divisor))
      }
    }
    return result
  }
}
