import ConvolutionCore
import SystemServices
import Threading

/// One step from map to map.
package struct Stage: Sendable {
  /// What the step does.
  package enum Operation: Sendable {
    case convolution(Kernel, Convolution)
    case gradient(Gradient, Convolution)
    case activation(Activation)
    case pooling(Pooling)
  }

  /// As it is typed: `edge`, `relu`, `max:2`.
  let name: String
  let operation: Operation

  /// A step.
  package init(name: String, operation: Operation) {
    self.name = name
    self.operation = operation
  }

  /// As a report shows it: with the kernel's size, as `edge 3×3`.
  package var label: String {
    let name = name.printable()
    return kernelSize.map { "\(name) \($0)" } ?? name
  }

  /// Nil where the step has no kernel.
  var kernelSize: Size? {
    switch operation {
    case .convolution(let kernel, _): kernel.size
    case .gradient(let gradient, _): gradient.size
    case .activation, .pooling: nil
    }
  }

  /// True where the map holds angles: a picture shows 0° as 0 and 360° as 255.
  var givesAngles: Bool {
    if case .gradient(let gradient, _) = operation { return gradient.quantity == .direction }
    return false
  }

  /// The size of the map after the step.
  func outputSize(of plane: Size) throws(ConvolutionError) -> Size {
    switch operation {
    case .convolution(let kernel, let convolution): try convolution.outputSize(of: plane, kernel: kernel.size)
    case .gradient(let gradient, let convolution):
      try convolution.outputSize(of: plane, kernel: gradient.size)
    case .activation: plane
    case .pooling(let pooling): try pooling.outputSize(of: plane)
    }
  }

  /// The map after the step, computed on up to `threads` threads.
  func apply(to plane: Plane, threads: Int) throws(ConvolutionError) -> Plane {
    switch operation {
    case .convolution(let kernel, let convolution):
      try convolution.apply(plane, with: kernel) { parallelFor($0, threads: threads, $1) }
    case .gradient(let gradient, let convolution):
      try gradient.apply(plane, with: convolution) { parallelFor($0, threads: threads, $1) }
    case .activation(let activation): activation.applied(to: plane, scale: Activation.pictureScale)
    case .pooling(let pooling): try pooling.apply(plane)
    }
  }
}

/// Stages one after another, from a picture to one map.
package struct StageChain: Sendable {
  /// The part of the output's name: `edge`, `gaussian-2`.
  let name: String
  let stages: [Stage]

  /// Stages under a name.
  package init(name: String, stages: [Stage]) {
    self.name = name
    self.stages = stages
  }

  /// The size after each stage.
  /// - Throws: the first stage that does not fit, before anything is computed.
  package func sizes(from plane: Size) throws(StageError) -> [Size] {
    var sizes: [Size] = []
    for (index, stage) in stages.enumerated() {
      do throws(ConvolutionError) {
        sizes.append(try stage.outputSize(of: sizes.last ?? plane))
      } catch {
        throw StageError(number: index + 1, of: stages.count, name: stage.name, error: error)
      }
    }
    return sizes
  }
}

/// A stage that does not fit the map that it is given.
package struct StageError: Error {
  /// Counted from 1.
  package let number: Int
  /// How many stages there are.
  package let of: Int
  package let name: String
  package let error: ConvolutionError
}
