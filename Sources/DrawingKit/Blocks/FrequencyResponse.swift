import ConvolutionCore
import ElementaryFunctions

/// How much of each spatial frequency a kernel lets through.
public struct FrequencyResponse: Sendable {
  /// |H| over frequencies −½…½ cycles per pixel; the middle is the mean (frequency 0), up is higher vertical frequency.
  public let magnitude: Plane

  /// |H(u, v)| = |Σ w[y, x]·exp(−2πi(ux + vy))| at `samples` × `samples` frequencies; an odd count has one at 0.
  /// - Complexity: samples² × kernel height, as rows are transformed first.
  public init(of kernel: Kernel, samples: Int = 257) {
    let waves = (0..<max(kernel.width, kernel.height)).map { place in
      (0..<samples).map { index in
        let angle = 2 * Double.pi * Double(place) * (Double(index) / Double(max(samples - 1, 1)) - 0.5)
        return (real: cosine(angle), imaginary: -sine(angle))
      }
    }
    let rows = (0..<kernel.height).map { y in
      (0..<samples).map { u in
        (0..<kernel.width).reduce((real: 0.0, imaginary: 0.0)) { sum, x in
          let weight = Double(kernel[y, x])
          return (sum.real + weight * waves[x][u].real, sum.imaginary + weight * waves[x][u].imaginary)
        }
      }
    }
    var magnitude = Plane(width: samples, height: samples)
    for v in 0..<samples {
      for u in 0..<samples {
        var (real, imaginary) = (0.0, 0.0)
        for y in 0..<kernel.height {
          let (row, wave) = (rows[y][u], waves[y][v])
          real += row.real * wave.real - row.imaginary * wave.imaginary
          imaginary += row.real * wave.imaginary + row.imaginary * wave.real
        }
        magnitude[samples - 1 - v, u] = Float((real * real + imaginary * imaginary).squareRoot())
      }
    }
    self.magnitude = magnitude
  }
}
