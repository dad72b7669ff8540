import ElementaryFunctions
import SmallMatrices

/// The least-squares problem behind ``GaborFit``: parameters are x₀, y₀, θ, ln σ, ln γ, ln λ; amplitudes are linear.
struct GaborModel {
  typealias Parameters = [Double]

  let energy: Double
  private let filter: FilterPatch
  private let reach: Double

  init(_ filter: FilterPatch) {
    self.filter = filter
    energy = filter.energy
    reach = Double(max(filter.width, filter.height))
  }

  /// The `count` best points of a grid over orientation, wavelength, deviation and middle.
  func starts(_ count: Int, isCentered: Bool) -> [Parameters] {
    let middles = isCentered ? [(0.0, 0.0)] : [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)]
    var found: [(Double, Parameters)] = []
    for turn in 0..<12 {
      for wavelength in [2.2, 3, 4, 5.5, 8, 12] {
        for deviation in [0.8, 1.3, 2.2] {
          for (x, y) in middles {
            let parameters = [
              x, y, Double(turn) * .pi / 12, naturalLogarithm(deviation), 0, naturalLogarithm(wavelength),
            ]
            found.append((squares(residuals(parameters)), parameters))
          }
        }
      }
    }
    return found.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
      .prefix(count).map(\.element.1)
  }

  /// Levenberg–Marquardt (Marquardt 1963) with differences for the slopes.
  func refined(_ start: Parameters, isCentered: Bool) -> (parameters: Parameters, residual: Double) {
    var parameters = start
    var current = residuals(parameters)
    var value = squares(current)
    var damping = 1e-2
    let free = isCentered ? 2..<6 : 0..<6
    for _ in 0..<200 where value > 1e-14 * energy {
      let slopes = free.map { index in
        var ahead = parameters
        var behind = parameters
        ahead[index] += 1e-5
        behind[index] -= 1e-5
        let high = residuals(ahead)
        let low = residuals(behind)
        return high.indices.map { (high[$0] - low[$0]) / 2e-5 }
      }
      var improved = false
      while damping < 1e8 {
        guard let step = solve(slopes, current, damping) else { break }
        let candidate = limited(
          parameters.indices.map { free.contains($0) ? parameters[$0] - step[$0 - free.lowerBound] : parameters[$0] })
        let residualsThere = residuals(candidate)
        let valueThere = squares(residualsThere)
        if valueThere < value {
          improved = value - valueThere > 1e-9 * energy
          parameters = candidate
          current = residualsThere
          value = valueThere
          damping = max(damping / 5, 1e-12)
          break
        }
        damping *= 4
      }
      if !improved { break }
    }
    return (parameters, value)
  }

  /// The best factors of the cosine and the sine wave.
  func amplitudes(_ parameters: Parameters) -> (cosine: Double, sine: Double) {
    let (even, odd) = waves(parameters)
    return amplitudes(even, odd)
  }

  private func amplitudes(_ even: [Double], _ odd: [Double]) -> (cosine: Double, sine: Double) {
    let a = dot(even, even)
    let b = dot(even, odd)
    let d = dot(odd, odd)
    let u = dot(even, filter.weights)
    let v = dot(odd, filter.weights)
    let determinant = a * d - b * b
    // Where both waves are all but the same on the grid, one of them does.
    guard determinant > 1e-9 * (a * d + 1e-30) else { return a >= d ? (a > 0 ? u / a : 0, 0) : (0, v / d) }
    return ((u * d - v * b) / determinant, (a * v - b * u) / determinant)
  }

  private func residuals(_ parameters: Parameters) -> [Double] {
    let (even, odd) = waves(parameters)
    let (cosine, sine) = amplitudes(even, odd)
    return even.indices.map { cosine * even[$0] + sine * odd[$0] - filter.weights[$0] }
  }

  private func waves(_ p: Parameters) -> (even: [Double], odd: [Double]) {
    let turnCosine = cosine(p[2])
    let turnSine = sine(p[2])
    let spread = exponential(-2 * p[3]) / 2
    let aspectSquared = exponential(2 * p[4])
    let frequency = 2 * Double.pi * exponential(-p[5])
    var even: [Double] = []
    var odd: [Double] = []
    even.reserveCapacity(filter.weights.count)
    odd.reserveCapacity(filter.weights.count)
    for row in 0..<filter.height {
      for column in 0..<filter.width {
        let x = Double(column) - Double(filter.width - 1) / 2 - p[0]
        let y = Double(row) - Double(filter.height - 1) / 2 - p[1]
        let along = x * turnCosine + y * turnSine
        let across = y * turnCosine - x * turnSine
        let envelope = exponential(-(along * along + aspectSquared * across * across) * spread)
        even.append(envelope * cosine(frequency * along))
        odd.append(envelope * sine(frequency * along))
      }
    }
    return (even, odd)
  }

  /// Keeps the function within what the grid can tell apart.
  private func limited(_ p: Parameters) -> Parameters {
    [
      min(max(p[0], -reach / 2), reach / 2), min(max(p[1], -reach / 2), reach / 2), p[2],
      min(max(p[3], naturalLogarithm(0.4)), naturalLogarithm(2 * reach)),
      min(max(p[4], naturalLogarithm(0.2)), naturalLogarithm(4)),
      min(max(p[5], naturalLogarithm(2)), naturalLogarithm(4 * reach)),
    ]
  }

  private func squares(_ values: [Double]) -> Double { dot(values, values) }

  /// Solves (JᵀJ + damping·diag(JᵀJ)) step = Jᵀr by elimination; nil when it has no solution.
  private func solve(_ slopes: [[Double]], _ residuals: [Double], _ damping: Double) -> [Double]? {
    let count = slopes.count
    let rows = (0..<count).map { i in
      var row = (0..<count).map { dot(slopes[i], slopes[$0]) }
      row[i] += damping * row[i] + 1e-12 * energy
      return row + [dot(slopes[i], residuals)]
    }
    return solution(of: rows, smallestPivot: 1e-300)
  }
}
