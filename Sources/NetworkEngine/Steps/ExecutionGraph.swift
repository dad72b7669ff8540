import ConvolutionCore
import NetworkDescription

/// The nodes of a network as they are executed: some changed places, some dropped, with the same results.
struct ExecutionGraph {
  struct Item {
    var layer: Layer
    var inputs: [Int]
    /// The node of the specification.
    var node: Int
    /// A maximum followed at once by ReLU.
    var relu = false
    /// What is computed of the node's map, where the windows behind it do not reach all of it.
    var shape: Shape
    /// The node's map in the network.
    let whole: Shape
    /// False for nodes that another one stands for.
    var isAlive = true
  }

  var items: [Item]
  /// The node whose values the network gives.
  var output: Int

  init(_ architecture: Architecture) {
    items = architecture.specification.nodes.enumerated().map { index, node in
      let shape = architecture.shapes[index]
      return Item(layer: node.layer, inputs: node.inputs, node: index, shape: shape, whole: shape)
    }
    output = items.count - 1
  }

  /// The living items that read item `index`; the network's end counts as a reader.
  func readers(of index: Int) -> [Int] {
    var readers = items.indices.filter { items[$0].isAlive && items[$0].inputs.contains(index) }
    if index == output { readers.append(items.count) }
    return readers
  }

  /// Takes a softmax at the end away, where the loss contains it.
  mutating func dropFinalSoftmax() {
    guard case .softmax = items[output].layer else { return }
    items[output].isAlive = false
    output = items[output].inputs[0]
  }

  /// Moves activations behind maximum pooling: the same values (they are monotone), and a fraction of the work.
  mutating func moveActivationsBehindPooling() {
    for index in items.indices {
      guard case .activation(let activation) = items[index].layer, items[index].inputs[0] >= 0 else { continue }
      guard readers(of: items[index].inputs[0]) == [index] else { continue }
      let readers = readers(of: index)
      guard readers.count == 1, let reader = readers.first, reader < items.count else { continue }
      guard case .pooling(let pooling) = items[reader].layer, pooling.kind == .max else { continue }
      let moved = items[index]
      items[index] = Item(
        layer: items[reader].layer, inputs: moved.inputs, node: items[reader].node, shape: items[reader].shape,
        whole: items[reader].whole)
      items[reader] = Item(
        layer: moved.layer, inputs: [index], node: moved.node, shape: items[reader].shape, whole: items[reader].whole)
      if activation == .relu {
        items[index].relu = true
        replace(reader, by: index)
      }
    }
  }

  private mutating func replace(_ old: Int, by new: Int) {
    items[old].isAlive = false
    for index in items.indices { items[index].inputs = items[index].inputs.map { $0 == old ? new : $0 } }
    if output == old { output = new }
  }

  /// Leaves out rows and columns of a convolution that the pooling behind it never reads.
  mutating func cropConvolutions() {
    for index in items.indices where items[index].isAlive {
      guard case .convolution = items[index].layer else { continue }
      let readers = readers(of: index)
      guard readers.count == 1, let reader = readers.first, reader < items.count else { continue }
      guard case .pooling(let pooling) = items[reader].layer, pooling.padding == .none else { continue }
      let whole = items[index].whole
      let geometry = pooling.geometry(on: whole.size)
      items[index].shape.height -= geometry.rows(of: whole.height).droppedPixels
      items[index].shape.width -= geometry.columns(of: whole.width).droppedPixels
    }
  }

  /// Whether the way back through an item reads its own output.
  func needsOutput(_ index: Int) -> Bool {
    switch items[index].layer {
    case .activation, .softmax, .localResponseNormalization: true
    case .pooling(let pooling): pooling.kind == .max
    case .convolution, .subsampling, .fullyConnected, .radialBasis, .dropout, .batchNormalization, .widening, .flatten,
      .sum,
      .concatenation:
      false
    }
  }
}
