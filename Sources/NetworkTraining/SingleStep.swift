import NetworkDescription
import NetworkEngine

/// One number's step, by the loops that teach whole networks: for looking at a step with all its numbers.
public struct SingleStep: Sendable {
  /// A number and what its optimiser keeps of it.
  public struct State: Sendable, Equatable {
    /// The number itself.
    public var weight: Float
    /// Its velocity (SGD) or mean gradient (Adam).
    public var first: Float
    /// Adam's mean of squares; 0 for SGD.
    public var second: Float

    /// A number at one moment.
    public init(weight: Float, first: Float = 0, second: Float = 0) {
      self.weight = weight
      self.first = first
      self.second = second
    }
  }

  private let configuration: TrainingConfiguration
  private let architecture: Architecture

  /// Steps by these settings; nil where they are none.
  public init?(_ configuration: TrainingConfiguration) {
    // The smallest network that has a weight, which decays, and a bias, which does not.
    let node = NetworkSpecification.Node(
      name: "fc1", layer: .fullyConnected(FullyConnectedLayer(outputs: 1)), inputs: [NetworkSpecification.input])
    do {
      try configuration.check()
      architecture = try Architecture(
        NetworkSpecification(nodes: [node]), input: Shape(channels: 1, height: 1, width: 1))
    } catch {
      return nil
    }
    self.configuration = configuration
  }

  /// The state after step number `time` (from 0) with this gradient; biases do not decay.
  public func applied(_ state: State, gradient: Float, time: Int, isBias: Bool) -> State {
    let layout = ParameterLayout(architecture)
    let weights = LaneBuffer(layout.count)
    let gradients = LaneBuffer(layout.count)
    let update = ParameterUpdate(layout, configuration, frozen: [false, false], weights: weights)
    let place = layout.slots[isBias ? 1 : 0].start
    weights.start[place] = state.weight
    gradients.start[place] = gradient
    update.first.start[place] = state.first
    update.second?.start[place] = state.second
    update.apply(gradients.start, 0..<layout.count, rate: configuration.learningRate, time: time)
    return State(
      weight: weights.start[place], first: update.first.start[place], second: update.second?.start[place] ?? 0)
  }
}
