import ConvolutionCore
import NetworkDescription

/// Where values and gradients of every item lie in the memory of one block.
struct MemoryPlan {
  private(set) var input: MapLayout
  private(set) var values: [MapLayout] = []
  private(set) var gradients: [MapLayout?] = []
  private(set) var count = 0
  /// Items whose values, or whose gradient of the input, overwrite those of the item before.
  private(set) var inPlace: Set<Int> = []
  /// Convolutions that are done together with the pooling behind them; only a band of their map has memory.
  private(set) var pooledAtOnce: Set<Int> = []
  /// Where the places of the largest values lie, for the poolings behind those.
  private(set) var winners: [Int?]

  init(_ graph: ExecutionGraph, _ architecture: Architecture, purpose: ExecutionPlan.Purpose) {
    input = MapLayout(shape: architecture.input)
    values = graph.items.map { MapLayout(shape: $0.shape) }
    gradients = graph.items.map { _ in nil }
    winners = graph.items.map { _ in nil }
    var frozen: Set<Int> = []
    var isTraining = false
    if case .training(let nodes) = purpose {
      isTraining = true
      frozen = nodes
    }
    if case .observation = purpose {
    } else {
      findInPlace(graph)
      for index in graph.items.indices where isPooledAtOnce(graph, index, architecture, isTraining: isTraining) {
        pooledAtOnce.insert(index)
      }
    }
    setMargins(graph)
    input.start = reserve(input.count)
    for index in graph.items.indices where graph.items[index].isAlive && !inPlace.contains(index) {
      values[index].start = reserve(memoryCount(graph, index))
    }
    if isTraining {
      for index in pooledAtOnce.sorted() {
        let pooling = graph.readers(of: index)[0]
        winners[pooling] = reserve(graph.items[pooling].shape.count * LaneBuffer.block)
      }
    }
    for index in graph.items.indices where inPlace.contains(index) {
      values[index] = values[graph.items[index].inputs[0]]
    }
    if isTraining { placeGradients(graph, architecture, frozen: frozen) }
  }

  /// Memory for `floats` more; returns where it begins.
  mutating func reserve(_ floats: Int) -> Int {
    let start = count
    count += LaneBuffer.padded(floats)
    return start
  }

  /// Whether a convolution's map need not be kept: the maximum is taken at once, and nothing before it learns.
  private func isPooledAtOnce(
    _ graph: ExecutionGraph, _ index: Int, _ architecture: Architecture, isTraining: Bool
  ) -> Bool {
    let item = graph.items[index]
    guard item.isAlive, case .convolution(let layer) = item.layer, isPooledApart(graph, index) else { return false }
    return !isTraining
      || item.inputs[0] < 0
        && ConvolutionStep.lanesAreSamples(
          outputs: layer.outputs / layer.groups,
          taps: architecture.input.channels / layer.groups * layer.kernel.height * layer.kernel.width,
          shape: item.shape)
  }

  /// Floats for the values of an item.
  private func memoryCount(_ graph: ExecutionGraph, _ index: Int) -> Int {
    let map = values[index]
    guard pooledAtOnce.contains(index), case .pooling(let pooling) = graph.items[graph.readers(of: index)[0]].layer
    else { return map.count }
    let step = pooling.geometry(on: graph.items[index].whole.size).stride.height
    return min(map.count, PooledConvolutionStep.bandRows(map: map, step: step) * step * map.row)
  }

  /// Activations overwrite their input where nobody else reads it.
  private mutating func findInPlace(_ graph: ExecutionGraph) {
    for (index, item) in graph.items.enumerated() where item.isAlive {
      guard case .activation = item.layer, let source = item.inputs.first, source >= 0 else { continue }
      if graph.readers(of: source) == [index] && !graph.needsOutput(source) { inPlace.insert(index) }
    }
  }

  /// The padding of the convolutions that read a map becomes its margin.
  private mutating func setMargins(_ graph: ExecutionGraph) {
    for item in graph.items where item.isAlive {
      guard case .convolution(let layer) = item.layer else { continue }
      let source = item.inputs[0]
      if source < 0 {
        input.margin = max(input.margin, layer.geometry.padding.largest)
      } else {
        values[source].margin = max(values[source].margin, layer.geometry.padding.largest)
      }
    }
    // Both ends of an in-place pair are the same memory.
    for index in graph.items.indices where inPlace.contains(index) {
      let source = graph.items[index].inputs[0]
      values[source].margin = max(values[source].margin, values[index].margin)
    }
  }

  private mutating func placeGradients(_ graph: ExecutionGraph, _ architecture: Architecture, frozen: Set<Int>) {
    var learns = graph.items.map { _ in false }
    var reached = graph.items.map { _ in false }
    for (index, item) in graph.items.enumerated() where item.isAlive {
      let own = !architecture.parameterRanges[item.node].isEmpty && !frozen.contains(item.node)
      learns[index] = own || item.inputs.contains { $0 >= 0 && learns[$0] }
    }
    reached[graph.output] = true
    for index in graph.items.indices.reversed() where graph.items[index].isAlive && reached[index] {
      for source in graph.items[index].inputs where source >= 0 { reached[source] = true }
    }
    for (index, item) in graph.items.enumerated() where item.isAlive {
      // The loss writes its gradient even where nothing learns.
      guard (learns[index] && reached[index]) || index == graph.output else { continue }
      if inPlace.contains(index), let before = gradients[item.inputs[0]] {
        gradients[index] = before
        continue
      }
      if takesGradientInPlace(graph, index) {
        gradients[index] = values[index]
      } else {
        var map = MapLayout(shape: item.shape)
        map.start = reserve(map.count)
        gradients[index] = map
      }
    }
  }

  /// A convolution's output is used up once the maximum behind it is on its way back.
  private func takesGradientInPlace(_ graph: ExecutionGraph, _ index: Int) -> Bool {
    !graph.needsOutput(index) && !inPlace.contains(index) && isPooledApart(graph, index)
  }

  /// Whether all that reads an item is a maximum whose windows do not overlap.
  private func isPooledApart(_ graph: ExecutionGraph, _ index: Int) -> Bool {
    let item = graph.items[index]
    let readers = graph.readers(of: index)
    guard readers.count == 1, let reader = readers.first, reader < graph.items.count else { return false }
    guard case .pooling(let pooling) = graph.items[reader].layer, pooling.kind == .max, pooling.isSolid else {
      return false
    }
    let geometry = pooling.geometry(on: item.whole.size)
    return geometry.stride.height >= geometry.reach.height && geometry.stride.width >= geometry.reach.width
  }
}
