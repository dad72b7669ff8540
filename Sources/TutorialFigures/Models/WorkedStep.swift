import ConvolutionCore
import DrawingKit
import ElementaryFunctions
import NetworkDescription

/// One step of training of the smallest ConvNet there is, with all that is computed on the way:
/// a 2×2 kernel, ReLU, 2×2 max pooling, two outputs, softmax and cross-entropy.
package struct WorkedStep: Sendable {
  /// The numbers that are learned.
  package struct Parameters: Sendable {
    /// The kernel w, 2×2.
    package var kernel: Plane
    /// Its bias b.
    package var bias: Float
    /// The weights V of the outputs, a row for each, a column for each pooled value.
    package var weights: Plane
  }

  /// What the network makes of the picture.
  package struct Forward: Sendable {
    /// z = x ∗ w + b.
    package var map: Plane
    /// a = max(0, z).
    package var rectified: Plane
    /// p, the largest of each 2×2 window of a.
    package var pooled: Plane
    /// y = V p.
    package var outputs: [Double]
    /// q = softmax y.
    package var probabilities: [Double]
    /// E = −ln q of the right class.
    package var loss: Double
  }

  /// The picture x.
  package let picture: Plane
  /// The right class.
  package let label: Int
  /// The step's length η.
  package let rate: Float
  package let before: Parameters
  package let forward: Forward
  /// t: 1 for the right class.
  package var target: [Double] { outputSlope.indices.map { $0 == label ? 1 : 0 } }
  /// ∂E/∂y = q − t.
  package let outputSlope: [Double]
  /// ∂E/∂V, ∂E/∂p, ∂E/∂z, ∂E/∂w, ∂E/∂b.
  package let weightSlope: Plane
  package let pooledSlope: Plane
  package let mapSlope: Plane
  package let kernelSlope: Plane
  package let biasSlope: Float
  /// The parameters behind the step, and what the network then makes of the same picture.
  package let after: Parameters
  package let forwardAfter: Forward

  /// The tutorial's step: the picture of the worked convolution, and weights that are easy to follow.
  package static func tutorial() throws(FigureError) -> WorkedStep {
    try WorkedStep(
      picture: Plane(rows: [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]),
      label: 0, rate: 0.5,
      before: Parameters(
        kernel: Plane(rows: [[-0.6, 0.1], [0.3, -0.2]]), bias: 0.1,
        weights: Plane(rows: [[0.3, -0.2, 0.4, 0.1], [-0.1, 0.5, 0.2, -0.3]])))
  }

  package init(picture: Plane, label: Int, rate: Float, before: Parameters) throws(FigureError) {
    let forward = try WorkedStep.run(picture, before, label)
    let slope = forward.probabilities.enumerated().map { $1 - ($0 == label ? 1 : 0) }
    var weightSlope = Plane(width: before.weights.width, height: before.weights.height)
    var pooledSlope = Plane(width: forward.pooled.width, height: forward.pooled.height)
    for output in slope.indices {
      for node in forward.pooled.values.indices {
        weightSlope[output, node] = Float(slope[output]) * forward.pooled.values[node]
        pooledSlope.values[node] += Float(slope[output]) * before.weights[output, node]
      }
    }
    // The slope goes where the largest value came from, and only if ReLU let it pass.
    var mapSlope = Plane(width: forward.map.width, height: forward.map.height)
    for window in TutorialFigure.largest(of: forward.rectified, forward.pooled)
    where forward.map[window.y, window.x] > 0 {
      mapSlope[window.y, window.x] = pooledSlope[window.y / 2, window.x / 2]
    }
    // A kernel's slope is the picture correlated with the slope of its map.
    var kernelSlope = Plane(width: before.kernel.width, height: before.kernel.height)
    for i in 0..<kernelSlope.height {
      for j in 0..<kernelSlope.width {
        for y in 0..<mapSlope.height {
          for x in 0..<mapSlope.width { kernelSlope[i, j] += mapSlope[y, x] * picture[y + i, x + j] }
        }
      }
    }
    func moved(_ plane: Plane, _ slope: Plane) -> Plane {
      Plane(width: plane.width, height: plane.height, values: zip(plane.values, slope.values).map { $0 - rate * $1 })
    }
    let biasSlope = mapSlope.values.reduce(0, +)
    let after = Parameters(
      kernel: moved(before.kernel, kernelSlope), bias: before.bias - rate * biasSlope,
      weights: moved(before.weights, weightSlope))
    self.picture = picture
    self.label = label
    self.rate = rate
    self.before = before
    self.forward = forward
    outputSlope = slope
    self.weightSlope = weightSlope
    self.pooledSlope = pooledSlope
    self.mapSlope = mapSlope
    self.kernelSlope = kernelSlope
    self.biasSlope = biasSlope
    self.after = after
    forwardAfter = try WorkedStep.run(picture, after, label)
  }

  private static func run(
    _ picture: Plane, _ parameters: Parameters, _ label: Int
  ) throws(FigureError) -> Forward {
    let kernel: Kernel
    do throws(ConvolutionError) {
      kernel = try Kernel(
        width: parameters.kernel.width, height: parameters.kernel.height, numerators: parameters.kernel.values)
    } catch {
      throw .convolution(error)
    }
    var map = try Convolution(padding: .valid).map(of: picture, kernel)
    for index in map.values.indices { map.values[index] += parameters.bias }
    let rectified = Activation.relu.applied(to: map)
    let pooled = try Pooling(.max, window: 2).map(of: rectified)
    let outputs = (0..<parameters.weights.height).map { output in
      pooled.values.indices.reduce(0.0) { $0 + Double(parameters.weights[output, $1]) * Double(pooled.values[$1]) }
    }
    let exponentials = outputs.map { exponential($0) }
    let sum = exponentials.reduce(0, +)
    let probabilities = exponentials.map { $0 / sum }
    let loss = Loss.crossEntropy.value(label: label, count: probabilities.count, kind: .probabilities) {
      probabilities[$0]
    }
    return Forward(
      map: map, rectified: rectified, pooled: pooled, outputs: outputs, probabilities: probabilities, loss: loss)
  }
}
