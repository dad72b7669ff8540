import NetworkDescription

/// What the plain recipe takes where neither a rate, nor a normalisation, nor an initialization is given: what learns with
/// every seed of twenty, whatever the network, the loss and the pictures. `make bench-defaults` measures it.
public struct TrainingDefaults: Sendable, Equatable {
  /// For gradient descent with momentum 0.9.
  public let learningRate: Float
  /// The random numbers that the weights start from.
  public let initialization: Initialization
  /// Whether pixels are brought to mean 0 and deviation 1; otherwise they are 0…1.
  public let normalizesPixels: Bool

  /// Passes over `count` pictures: five, and more of few pictures, as it is steps that teach: 200 of them, but no more than
  /// fifty passes.
  public static func epochs(pictures count: Int, batch: Int) -> Int {
    let steps = max(1, (count + batch - 1) / max(batch, 1))
    return min(50, max(5, (200 + steps - 1) / steps))
  }

  /// The defaults for a network, its loss and its pictures; `arePrepared` for digits whose ink was found and centred.
  public init(_ specification: NetworkSpecification, loss: Loss, arePrepared: Bool) {
    normalizesPixels = !arePrepared
    let hasDistances = specification.endsWithDistances
    if arePrepared {
      // Light ink on black: most pixels are 0, and large steps do no harm. The slopes of the other two losses do not
      // shrink as answers become right; with large steps they throw rectified units dead. Slopes behind distances are
      // as large as the distances, and tanh is flat where large weights lead.
      learningRate = hasDistances ? 0.002 : loss == .crossEntropy ? 0.05 : 0.01
      initialization = hasDistances ? .lecun : .he
    } else if specification.isOdd {
      // At mean 0 a light shape is the negative of a dark one, and so are its answers, whatever the shape.
      initialization = hasDistances && loss == .squared ? .tiltedSmall : .tilted
      learningRate = !hasDistances ? (loss == .squared ? 0.005 : 0.01) : loss == .squared ? 0.002 : 0.001
    } else {
      // Photographs and paper are light all over: as 0…1 every pixel pulls the same way.
      initialization = .lecun
      learningRate = hasDistances ? 0.002 : loss == .squared ? 0.005 : 0.01
    }
  }
}
