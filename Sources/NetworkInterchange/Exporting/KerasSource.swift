import ConvolutionCore
import ModelFiles
import NetworkDescription

/// A network as a Python module for Keras 3, readable and ready to be trained further.
///
/// Keras has channels last. The module turns the weights over while it loads them, and puts maps back into the order
/// C, H, W before it flattens them, so that the weights behind keep their order.
public struct KerasSource {
  private let model: Model
  private let name: String
  private let weights: String
  private let names: [String]
  private let vectors: Set<Int>

  /// Source of a model called `name`; it loads the weights from the npz file `weights` beside it.
  public init(_ model: Model, name: String, weights: String) {
    self.model = model
    self.name = name
    self.weights = weights
    names =
      PythonNames(
        model.network.specification, reserved: ["picture", "np", "keras", "layers", "ops", "pathlib", "model"]
      ).names
    vectors = model.network.architecture.vectorNodes
  }

  /// The module's text.
  public var text: String {
    let network = model.network
    let shape = network.architecture.input
    let specification = network.specification
    var needs: Set<String> = []
    var steps = ["picture = keras.Input((\(shape.height), \(shape.width), \(shape.channels)))"]
    var input = "picture"
    if network.normalization != .unit {
      let scale = PythonNames.list(network.normalization.deviation)
      let mean = PythonNames.list(network.normalization.mean)
      input = "normalized"
      steps.append("normalized = (picture - np.array(\(mean), \"float32\")) / np.array(\(scale), \"float32\")")
    }
    for (index, node) in specification.nodes.enumerated() {
      let inputs = node.inputs.map { $0 == NetworkSpecification.input ? input : names[$0] }
      steps.append("\(names[index]) = \(layer(index, node.layer, inputs, &needs))")
    }
    let loading = specification.nodes.enumerated().compactMap { index, node in load(index, node) }
    let indented = { (lines: [String]) in lines.map { "    \($0)" }.joined(separator: "\n") }
    return """
      \"\"\"The network \(PythonNames.quoted(name).dropFirst().dropLast()), written by cnnlab.

      SPEC: \(specification.text)
      Input: N × \(shape.height) × \(shape.width) × \(shape.channels) pixels from 0 to 1. Output: one number for each class.
      \"\"\"

      import pathlib

      import keras
      import numpy as np
      from keras import layers, ops

      CLASSES = \(PythonNames.list(model.classes))

      \(helpers(needs))
      def build():
          \"\"\"The network with random weights.\"\"\"
      \(indented(steps))
          return keras.Model(picture, \(names[names.count - 1]), name=\(PythonNames.quoted(PythonNames.className(name))))


      def load(weights=pathlib.Path(__file__).with_name(\(PythonNames.quoted(weights)))):
          \"\"\"The network with its learned weights. The file has O × I × kH × kW, Keras kH × kW × I × O.\"\"\"
          model = build()
          with np.load(weights) as file:
      \(loading.isEmpty ? "        pass" : loading.map { "        \($0)" }.joined(separator: "\n"))
          return model

      """
  }

  private func quotedName(_ index: Int) -> String { PythonNames.quoted(names[index]) }

  private func load(_ index: Int, _ node: NetworkSpecification.Node) -> String? {
    func array(_ part: String) -> String { "file[\(PythonNames.quoted("\(node.name).\(part)"))]" }
    let parts: [String]
    switch node.layer {
    case .convolution(let layer):
      parts = ["\(array("weight")).transpose(2, 3, 1, 0)"] + (layer.hasBias ? [array("bias")] : [])
    case .fullyConnected(let layer): parts = ["\(array("weight")).T"] + (layer.hasBias ? [array("bias")] : [])
    case .subsampling: parts = [array("weight"), array("bias")]
    case .batchNormalization: parts = ["weight", "bias", "running_mean", "running_var"].map(array)
    case .pooling, .radialBasis, .activation, .softmax, .dropout, .localResponseNormalization, .widening, .flatten,
      .sum,
      .concatenation:
      return nil
    }
    return "model.get_layer(\(quotedName(index))).set_weights([\(parts.joined(separator: ", "))])"
  }

  /// The Python expression of a layer.
  private func layer(_ index: Int, _ layer: Layer, _ inputs: [String], _ needs: inout Set<String>) -> String {
    let shape = model.network.architecture.inputShape(index)
    let source = model.network.specification.nodes[index].inputs[0]
    let isVector = source >= 0 && vectors.contains(source)
    let named = "name=\(quotedName(index))"
    let flat =
      isVector
      ? inputs[0]
      : shape.height * shape.width == 1 || shape.channels == 1
        ? "layers.Flatten()(\(inputs[0]))" : "layers.Flatten()(layers.Permute((3, 1, 2))(\(inputs[0])))"
    switch layer {
    case .convolution(let layer):
      var options = "\(layer.outputs), (\(layer.kernel.height), \(layer.kernel.width))"
      options += option("strides", layer.geometry.stride) + option("dilation_rate", layer.geometry.dilation)
      if layer.groups != 1 { options += ", groups=\(layer.groups)" }
      if !layer.hasBias { options += ", use_bias=False" }
      return "layers.Conv2D(\(options), \(named))(\(zeroPadded(inputs[0], layer.geometry.padding)))"
    case .pooling(let layer): return pooling(layer, inputs[0], shape, &needs)
    case .subsampling(let layer):
      needs.insert("Subsampling")
      return "Subsampling(\(layer.window), \(named))(\(inputs[0]))"
    case .fullyConnected(let layer):
      let bias = layer.hasBias ? "" : ", use_bias=False"
      return "layers.Dense(\(layer.outputs)\(bias), \(named))(\(flat))"
    case .radialBasis(let layer):
      needs.insert("RadialBasis")
      let rows = PythonNames.bits(layer.patterns(inputs: shape.count), columns: shape.count)
      return "RadialBasis(\(shape.count), \(PythonNames.list(rows)), \(named))(\(flat))"
    case .activation(let activation): return KerasSource.activation(activation, inputs[0])
    case .softmax: return "layers.Softmax()(\(inputs[0]))"
    case .dropout(let layer): return "layers.Dropout(\(layer.rate))(\(inputs[0]))"
    case .batchNormalization:
      let momentum = 1 - BatchNormalizationLayer.momentum
      return "layers.BatchNormalization(epsilon=\(BatchNormalizationLayer.epsilon), momentum=\(momentum), \(named))"
        + "(\(inputs[0]))"
    case .localResponseNormalization(let layer):
      // Of vectors, too, the channels are last.
      let sides = "[[0, 0]] * \(isVector ? 1 : 3) + [[\(layer.size / 2), \(layer.size / 2)]]"
      let squares = "ops.pad(\(inputs[0]) ** 2, \(sides))[..., i : i + \(shape.channels)]"
      return
        "\(inputs[0]) / (\(layer.k) + \(layer.alpha) / \(layer.size) * "
        + "sum(\(squares) for i in range(\(layer.size)))) ** \(layer.beta)"
    case .widening(let layer):
      let sides = "[[0, 0]] * \(isVector ? 1 : 3) + [[0, \(layer.outputs - shape.channels)]]"
      return "ops.pad(\(inputs[0]), \(sides))"
    case .flatten: return flat
    case .sum: return "layers.Add()([\(inputs.joined(separator: ", "))])"
    case .concatenation: return "layers.Concatenate()([\(inputs.joined(separator: ", "))])"
    }
  }

  private func pooling(
    _ layer: PoolingLayer, _ input: String, _ shape: Shape, _ needs: inout Set<String>
  ) -> String {
    guard layer.window != nil else {
      switch layer.kind {
      case .max: return "layers.GlobalMaxPooling2D(keepdims=True)(\(input))"
      case .average: return "layers.GlobalAveragePooling2D(keepdims=True)(\(input))"
      case .sum:
        return "layers.GlobalAveragePooling2D(keepdims=True)(\(input)) * \(shape.width * shape.height)"
      }
    }
    let geometry = layer.geometry(on: shape.size)
    let (window, step, sides) = (geometry.taps, geometry.stride, geometry.padding)
    let size = "(\(window.height), \(window.width)), strides=(\(step.height), \(step.width))"
    let margins = "[[0, 0], [\(sides.top), \(sides.bottom)], [\(sides.left), \(sides.right)], [0, 0]]"
    // What padding adds is never the largest value.
    let isMax = layer.kind == .max
    let padded =
      !isMax
      ? zeroPadded(input, sides)
      : sides == .none ? input : "ops.pad(\(input), \(margins), constant_values=float(\"-inf\"))"
    guard geometry.dilation == Size(width: 1, height: 1) else {
      needs.insert("windows")
      let gaps = "(\(geometry.dilation.height), \(geometry.dilation.width))"
      let reduce = isMax ? "max" : layer.kind == .average ? "mean" : "sum"
      return "ops.\(reduce)(windows(\(padded), \(size), gaps=\(gaps)), axis=0)"
    }
    if isMax { return "layers.MaxPooling2D(\(size))(\(padded))" }
    let mean = "layers.AveragePooling2D(\(size))(\(padded))"
    return layer.kind == .average ? mean : "\(mean) * \(window.width * window.height)"
  }

  /// `, name=3` or `, name=(3, 1)`; nothing for 1.
  private func option(_ name: String, _ size: Size) -> String {
    guard size.width == size.height else { return ", \(name)=(\(size.height), \(size.width))" }
    return size.width == 1 ? "" : ", \(name)=\(size.width)"
  }

  private func zeroPadded(_ input: String, _ sides: Sides) -> String {
    if sides == .none { return input }
    let count =
      sides == Sides(sides.top)
      ? "\(sides.top)" : "((\(sides.top), \(sides.bottom)), (\(sides.left), \(sides.right)))"
    return "layers.ZeroPadding2D(\(count))(\(input))"
  }

  private static func activation(_ activation: ActivationLayer, _ input: String) -> String {
    switch activation {
    case .relu: "layers.Activation(\"relu\")(\(input))"
    case .leakyReLU(let slope): "layers.LeakyReLU(negative_slope=\(slope))(\(input))"
    case .tanh: "layers.Activation(\"tanh\")(\(input))"
    case .scaledTanh: "1.7159 * ops.tanh(2 / 3 * \(input))"
    case .sigmoid: "layers.Activation(\"sigmoid\")(\(input))"
    }
  }

  /// The layers that Keras does not have.
  private func helpers(_ needs: Set<String>) -> String {
    var text = ""
    if needs.contains("Subsampling") {
      text += """

        class Subsampling(layers.Layer):
            \"\"\"The trainable subsampling of LeNet-5: a weight and a bias a map for the sum of each window.\"\"\"

            def __init__(self, window, **options):
                super().__init__(**options)
                self.window = window

            def build(self, shape):
                self.scale = self.add_weight(shape=(shape[-1],), initializer=keras.initializers.Constant(0.25))
                self.shift = self.add_weight(shape=(shape[-1],), initializer="zeros")

            def call(self, maps):
                return ops.average_pool(maps, self.window) * self.window**2 * self.scale + self.shift


        """
    }
    if needs.contains("windows") {
      text += """

        def windows(maps, size, strides, gaps):
            \"\"\"The values of each window, `gaps` apart, one behind the other along a new first axis.\"\"\"
            counts = [(maps.shape[1 + i] - gaps[i] * (size[i] - 1) - 1) // strides[i] + 1 for i in (0, 1)]

            def part(axis, tap):
                start = tap * gaps[axis]
                return slice(start, start + strides[axis] * (counts[axis] - 1) + 1, strides[axis])

            return ops.stack([maps[:, part(0, i), part(1, j)] for i in range(size[0]) for j in range(size[1])])


        """
    }
    if needs.contains("RadialBasis") {
      text += """

        class RadialBasis(layers.Layer):
            \"\"\"Minus half the squared distance to each of some fixed patterns of ±1, written as hexadecimal digits.\"\"\"

            def __init__(self, inputs, rows, **options):
                super().__init__(**options)
                bits = [[int(bit) for digit in row for bit in f"{int(digit, 16):04b}"][:inputs] for row in rows]
                self.patterns = 2 * np.array(bits, "float32") - 1

            def call(self, vector):
                patterns = ops.convert_to_tensor(self.patterns)
                return -0.5 * ops.sum((ops.expand_dims(vector, 1) - patterns) ** 2, axis=2)


        """
    }
    return text
  }
}
