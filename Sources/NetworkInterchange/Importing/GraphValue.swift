/// What a name of an ONNX graph stands for while the graph is read.
enum GraphValue {
  /// What a layer gives; −1 is the picture.
  case map(MapValue)
  /// Sizes worked out by the graph itself, as for `Reshape`; nil is the batch's.
  case sizes([Int?])
}

/// A map on its way through the graph.
struct MapValue {
  /// The node of the network that gives it; −1 for the picture.
  var node: Int
  /// Dimensions: 4 for a map, 2 for a vector.
  var rank: Int
  /// True where the graph has it as N × H × W × C.
  var isChannelsLast = false
  /// True for a vector that was flattened in the order H, W, C.
  var isFlattenedChannelsLast = false
  /// Zeros that a `Pad` before a convolution adds: top, left, bottom, right.
  var padding = [0, 0, 0, 0]
}
