#if canImport(ElementaryFunctions)
  import ElementaryFunctions
#endif

import CLayerLoops
import ConvolutionCore
import NetworkDescription
import Threading

/// Runs a network on pictures; may be shared between threads.
public final class Inference: Sendable {
  /// The network whose numbers it had when it was made.
  public let network: Network
  private let plan: ExecutionPlan
  private let loader: PictureLoader
  private let parameters: LaneBuffer
  private let layout: ParameterLayout
  /// Made when the first picture is observed; most networks only answer.
  private let observation = Guarded<Observation?>(nil)
  private let idle = Guarded<[Workspace]>([])

  /// The memory of one thread.
  private struct Workspace: Sendable {
    let memory: LaneBuffer
    let other: LaneBuffer
    let shared: LaneBuffer

    init(_ plan: ExecutionPlan) {
      memory = LaneBuffer(plan.memoryCount)
      other = LaneBuffer(0)
      shared = LaneBuffer(plan.sharedCount)
    }
  }

  /// How every layer's values are kept.
  private struct Observation: Sendable {
    let plan: ExecutionPlan
    let loader: PictureLoader

    init(_ network: Network, _ layout: ParameterLayout) {
      plan = ExecutionPlan(network.architecture, layout: layout, purpose: .observation)
      loader = PictureLoader(plan.input, network.normalization)
    }
  }

  /// Lays the network's numbers out for running.
  public init(_ network: Network) {
    self.network = network
    layout = ParameterLayout(network.architecture)
    plan = ExecutionPlan(network.architecture, layout: layout, purpose: .inference)
    loader = PictureLoader(plan.input, network.normalization)
    parameters = LaneBuffer(layout.count)
    layout.pack(network.values, into: parameters.start)
  }

  /// Values of the last layer, N × outputs.
  public func outputs(of examples: Examples, threads: Int = coreCount) throws(NetworkError) -> [Float] {
    try check(examples)
    let width = plan.output.shape.count
    var result = [Float](repeating: 0, count: examples.count * width)
    let chunk = 256
    examples.pixels.withUnsafeBufferPointer { pixels in
      result.withUnsafeMutableBufferPointer { result in
        guard let first = pixels.baseAddress, let place = result.baseAddress else { return }
        // Each chunk reads and writes its own part.
        nonisolated(unsafe) let source = first
        nonisolated(unsafe) let target = place
        parallelFor((examples.count + chunk - 1) / chunk, threads: threads) { number in
          let workspace = takeWorkspace()
          var start = number * chunk
          let end = min(start + chunk, examples.count)
          while start < end {
            let count = min(LaneBuffer.block, end - start)
            run(source + start * examples.pictureSize, examples.pictureSize, count, workspace, target + start * width)
            start += count
          }
          giveBack(workspace)
        }
      }
    }
    if let place = result.firstIndex(where: { !$0.isFinite }) {
      throw Inference.overflow(observed(Array(examples.picture(place / width))))
    }
    return result
  }

  /// Probabilities of the classes, N × classes: the softmax of the last layer's values, or those where it is one.
  public func probabilities(of examples: Examples, threads: Int = coreCount) throws(NetworkError) -> [Float] {
    var values = try outputs(of: examples, threads: threads)
    if endsWithSoftmax { return values }
    let width = plan.output.shape.count
    for example in 0..<examples.count { softmax(&values, example * width..<(example + 1) * width) }
    return values
  }

  /// Probabilities of the classes for one picture of C × H × W bytes.
  public func probabilities(of picture: [UInt8]) throws(NetworkError) -> [Float] {
    try check(picture.count)
    let shape = plan.input.shape
    var values = [Float](repeating: 0, count: plan.output.shape.count)
    let workspace = takeWorkspace()
    picture.withUnsafeBufferPointer { pixels in
      values.withUnsafeMutableBufferPointer { values in
        guard let pixels = pixels.baseAddress, let target = values.baseAddress else { return }
        run(pixels, shape.count, 1, workspace, target)
      }
    }
    giveBack(workspace)
    guard values.allSatisfy({ $0.isFinite }) else { throw Inference.overflow(observed(picture)) }
    if !endsWithSoftmax { softmax(&values, values.indices) }
    return values
  }

  /// Probabilities of the classes for one picture of C × H × W values of 0…255, which need not be whole.
  /// - Throws: `NetworkError` when there are not as many values as the network takes, one is no finite number, or a
  ///   layer's values leave the finite numbers.
  public func probabilities(ofValues pixels: [Float]) throws(NetworkError) -> [Float] {
    try check(pixels)
    var values = [Float](repeating: 0, count: plan.output.shape.count)
    let workspace = takeWorkspace()
    loader.load(pixels, into: workspace.memory.start)
    let context = self.context(workspace)
    for step in plan.steps { step.forward(context) }
    values.withUnsafeMutableBufferPointer { values in
      guard let target = values.baseAddress else { return }
      Inference.read(plan.output, workspace.memory.start, lane: 0, target)
    }
    giveBack(workspace)
    guard values.allSatisfy({ $0.isFinite }) else { throw Inference.overflow(observed(pixels)) }
    if !endsWithSoftmax { softmax(&values, values.indices) }
    return values
  }

  /// Probabilities of the classes for one picture: a plane of H × W values of 0…255 for each channel.
  /// - Throws: `NetworkError` when the planes are not of the network's number and size.
  public func probabilities(of planes: [Plane]) throws(NetworkError) -> [Float] {
    try probabilities(ofValues: values(of: planes))
  }

  /// The values of planes behind each other.
  private func values(of planes: [Plane]) throws(NetworkError) -> [Float] {
    let shape = plan.input.shape
    for plane in planes where planes.count != shape.channels || plane.size != shape.size {
      throw .inputShape(
        expected: shape, found: Shape(channels: planes.count, height: plane.height, width: plane.width))
    }
    return planes.flatMap { $0.values }
  }

  /// Loss, accuracy and answers over labelled pictures.
  public func evaluate(
    _ examples: Examples, loss: Loss = .crossEntropy, threads: Int = coreCount
  ) throws(NetworkError) -> Evaluation {
    try evaluation(of: outputs(of: examples, threads: threads), examples, loss: loss)
  }

  /// Loss, accuracy and answers from the last layer's values, N × outputs, which other processes may have computed.
  ///
  /// - Throws: where a value is no finite number, which layer it first leaves the finite numbers in.
  public func evaluation(of outputs: [Float], _ examples: Examples, loss: Loss) throws(NetworkError) -> Evaluation {
    let width = plan.output.shape.count
    if let place = outputs.firstIndex(where: { !$0.isFinite }) {
      throw Inference.overflow(observed(Array(examples.picture(place / width))))
    }
    return Evaluation(
      outputs: outputs, classes: width, labels: examples.labels, loss: loss, kind: network.specification.outputKind)
  }

  /// What every layer makes of one picture of C × H × W bytes, in the order of the layers.
  /// - Throws: `NetworkError` when the picture is not of the network's size, or a layer's values leave the finite numbers.
  public func activations(of picture: [UInt8]) throws(NetworkError) -> [LayerActivation] {
    try check(picture.count)
    return try Inference.finite(observed(picture))
  }

  /// The same for one picture of C × H × W values of 0…255, which need not be whole.
  /// - Throws: `NetworkError`, also when a value is no finite number.
  public func activations(ofValues pixels: [Float]) throws(NetworkError) -> [LayerActivation] {
    try check(pixels)
    return try Inference.finite(observed(pixels))
  }

  /// The same for a plane of H × W values of 0…255 for each channel.
  /// - Throws: `NetworkError`, also when the planes are not of the network's number and size.
  public func activations(of planes: [Plane]) throws(NetworkError) -> [LayerActivation] {
    try activations(ofValues: values(of: planes))
  }

  /// The layers where all their values are finite numbers.
  private static func finite(_ layers: [LayerActivation]) throws(NetworkError) -> [LayerActivation] {
    guard overflowed(layers) == nil else { throw overflow(layers) }
    return layers
  }

  /// Where a picture's values first leave the finite numbers.
  private static func overflow(_ layers: [LayerActivation]) -> NetworkError {
    .notFinite(layer: overflowed(layers) ?? layers.last?.name ?? "output")
  }

  /// The first layer with a value that is no finite number; nil when all are.
  private static func overflowed(_ layers: [LayerActivation]) -> String? {
    layers.first { layer in layer.values.contains { !$0.isFinite } }?.name
  }

  private func observed(_ picture: [UInt8]) -> [LayerActivation] {
    observed { loader, workspace in
      picture.withUnsafeBufferPointer { pixels in
        guard let pixels = pixels.baseAddress else { return }
        load(loader, pixels, picture.count, 1, workspace)
      }
    }
  }

  private func observed(_ values: [Float]) -> [LayerActivation] {
    observed { loader, workspace in loader.load(values, into: workspace.memory.start) }
  }

  /// What every layer makes of the picture that `fill` puts into the memory.
  private func observed(_ fill: (PictureLoader, Workspace) -> Void) -> [LayerActivation] {
    let observation = observation.withLock { made in
      let one = made ?? Observation(network, layout)
      made = one
      return one
    }
    let workspace = Workspace(observation.plan)
    fill(observation.loader, workspace)
    let context = self.context(workspace)
    for step in observation.plan.steps { step.forward(context) }
    return zip(network.specification.nodes, observation.plan.nodes).map { node, map in
      var values = [Float](repeating: 0, count: map.shape.count)
      values.withUnsafeMutableBufferPointer { values in
        guard let target = values.baseAddress else { return }
        Inference.read(map, workspace.memory.start, lane: 0, target)
      }
      return LayerActivation(name: node.name, layer: node.layer.text, shape: map.shape, values: values)
    }
  }

  private var endsWithSoftmax: Bool { network.specification.outputKind == .probabilities }

  private func check(_ examples: Examples) throws(NetworkError) {
    let shape = Shape(channels: examples.channels, height: examples.height, width: examples.width)
    guard shape == plan.input.shape else { throw .inputShape(expected: plan.input.shape, found: shape) }
  }

  private func check(_ count: Int) throws(NetworkError) {
    let shape = plan.input.shape
    guard count == shape.count else { throw .inputShape(expected: shape, found: Shape(channels: count)) }
  }

  private func check(_ values: [Float]) throws(NetworkError) {
    try check(values.count)
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw .invalidSetting("Value \(place) of the picture", found: "\(values[place])", expected: "a finite number")
    }
  }

  private func takeWorkspace() -> Workspace { idle.withLock { $0.popLast() } ?? Workspace(plan) }

  private func giveBack(_ workspace: Workspace) { idle.withLock { $0.append(workspace) } }

  private func context(_ workspace: Workspace) -> StepContext {
    StepContext(
      memory: workspace.memory.start, parameters: parameters.start, gradient: workspace.other.start,
      partials: workspace.other.start, scratch: workspace.other.start, shared: workspace.shared.start)
  }

  private func load(
    _ loader: PictureLoader, _ pixels: UnsafePointer<UInt8>, _ size: Int, _ count: Int, _ workspace: Workspace
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: LaneBuffer.block) { pictures in
      for lane in 0..<count { pictures[lane] = pixels + lane * size }
      loader.load(pictures, count: count, into: workspace.memory.start)
    }
  }

  /// Up to sixteen pictures that follow each other; their outputs follow each other too.
  private func run(
    _ pixels: UnsafePointer<UInt8>, _ size: Int, _ count: Int, _ workspace: Workspace,
    _ target: UnsafeMutablePointer<Float>
  ) {
    load(loader, pixels, size, count, workspace)
    let context = self.context(workspace)
    for step in plan.steps { step.forward(context) }
    for lane in 0..<count {
      Inference.read(plan.output, workspace.memory.start, lane: lane, target + lane * plan.output.shape.count)
    }
  }

  /// One sample of a map in the order C, H, W.
  private static func read(
    _ map: MapLayout, _ memory: UnsafeMutablePointer<Float>, lane: Int, _ target: UnsafeMutablePointer<Float>
  ) {
    var to = target
    for channel in 0..<map.shape.channels {
      for y in 0..<map.shape.height {
        for x in 0..<map.shape.width {
          to.pointee = memory[map.origin + y * map.row + x * map.column + channel * LaneBuffer.block + lane]
          to += 1
        }
      }
    }
  }

  private func softmax(_ values: inout [Float], _ range: Range<Int>) {
    let largest = values[range].max() ?? 0
    var sum: Float = 0
    for i in range {
      values[i] = Float(exponential(Double(values[i] - largest)))
      sum += values[i]
    }
    for i in range { values[i] /= sum }
  }
}

/// What one layer makes of a picture.
public struct LayerActivation: Sendable, Equatable {
  /// The layer's name: `conv1`.
  public let name: String
  /// The layer as a SPEC writes it.
  public let layer: String
  /// C, H, W.
  public let shape: Shape
  /// C × H × W values.
  public let values: [Float]
}
