import ConvolutionCore
import ModelFiles
import NetworkDescription

/// A network as a Python module for PyTorch, readable and ready to be trained further.
public struct PyTorchSource {
  private let model: Model
  private let name: String
  private let weights: String
  private let names: [String]
  private let vectors: Set<Int>

  /// Source of a model called `name`; it loads the weights from the safetensors file `weights` beside it.
  public init(_ model: Model, name: String, weights: String) {
    self.model = model
    self.name = name
    self.weights = weights
    names =
      PythonNames(
        model.network.specification,
        reserved: [
          "x", "nn", "torch", "functional", "load_file", "pathlib", "forward", "mean", "deviation", "training",
        ]
      ).names
    vectors = model.network.architecture.vectorNodes
  }

  /// The module's text.
  public var text: String {
    let network = model.network
    let shape = network.architecture.input
    let specification = network.specification
    var needs: Set<String> = []
    var members: [String] = []
    var steps: [String] = []
    let isNormalized = network.normalization != .unit
    if isNormalized {
      let sides = "(1, \(network.normalization.mean.count), 1, 1)"
      for (part, numbers) in [("mean", network.normalization.mean), ("deviation", network.normalization.deviation)] {
        members.append(
          "self.register_buffer(\"\(part)\", torch.tensor(\(PythonNames.list(numbers))).reshape\(sides), persistent=False)"
        )
      }
      steps.append("x = (x - self.mean) / self.deviation")
    }
    for (index, node) in specification.nodes.enumerated() {
      let inputs = node.inputs.map { $0 == NetworkSpecification.input ? "x" : names[$0] }
      let line = layer(index, node.layer, inputs, &needs)
      if let member = line.member { members.append("self.\(names[index]) = \(member)") }
      steps.append("\(names[index]) = \(line.step)")
    }
    let renamed = specification.nodes.indices.filter { names[$0] != specification.nodes[$0].name }
      .map { "\(PythonNames.quoted(specification.nodes[$0].name)): \(PythonNames.quoted(names[$0]))" }
    let className = PythonNames.className(name)
    let indented = { (lines: [String]) in lines.map { "        \($0)" }.joined(separator: "\n") }
    return """
      \"\"\"The network \(PythonNames.quoted(name).dropFirst().dropLast()), written by cnnlab.

      SPEC: \(specification.text)
      Input: N × \(shape.channels) × \(shape.height) × \(shape.width) pixels from 0 to 1. Output: one number for each class.
      \"\"\"

      import pathlib

      import torch
      from safetensors.torch import load_file
      from torch import nn
      from torch.nn import functional

      CLASSES = \(PythonNames.list(model.classes))
      # Layers whose names Python does not take: as in the file of weights, and here.
      RENAMED = {\(renamed.joined(separator: ", "))}

      \(helpers(needs))
      class \(className)(nn.Module):
          def __init__(self):
              super().__init__()
      \(members.isEmpty ? "        pass" : indented(members))

          def forward(self, x):
      \(indented(steps))
              return \(names[names.count - 1])


      def load(weights=pathlib.Path(__file__).with_name(\(PythonNames.quoted(weights)))):
          \"\"\"The network with its learned weights, ready to read pictures.\"\"\"
          state = {}
          for name, tensor in load_file(str(weights)).items():
              layer, _, part = name.rpartition(".")
              state[f"{RENAMED.get(layer, layer)}.{part}"] = tensor
          model = \(className)()
          found = model.load_state_dict(state, strict=False)
          missing = [name for name in found.missing_keys if not name.endswith("num_batches_tracked")]
          assert not missing and not found.unexpected_keys, (missing, found.unexpected_keys)
          return model.eval()

      """
  }

  /// What a layer is in `__init__`, where it has anything to hold, and in `forward`.
  private func layer(
    _ index: Int, _ layer: Layer, _ inputs: [String], _ needs: inout Set<String>
  ) -> (member: String?, step: String) {
    let own = "self.\(names[index])"
    let shape = model.network.architecture.inputShape(index)
    let node = model.network.specification.nodes[index]
    let source = node.inputs[0]
    let isVector = source >= 0 && vectors.contains(source)
    let flat = isVector ? inputs[0] : "torch.flatten(\(inputs[0]), 1)"
    switch layer {
    case .convolution(let layer):
      var options = "\(shape.channels), \(layer.outputs), (\(layer.kernel.height), \(layer.kernel.width))"
      let window = layer.geometry
      options += option("stride", window.stride) + padding(window) + option("dilation", window.dilation)
      if layer.groups != 1 { options += ", groups=\(layer.groups)" }
      if !layer.hasBias { options += ", bias=False" }
      return ("nn.Conv2d(\(options))", "\(own)(\(padded(inputs[0], window)))")
    case .pooling(let layer): return (nil, pooling(layer, inputs[0], shape))
    case .subsampling(let layer):
      needs.insert("Subsampling")
      return ("Subsampling(\(shape.channels), \(layer.window))", "\(own)(\(inputs[0]))")
    case .fullyConnected(let layer):
      let bias = layer.hasBias ? "" : ", bias=False"
      return ("nn.Linear(\(shape.count), \(layer.outputs)\(bias))", "\(own)(\(flat))")
    case .radialBasis(let layer):
      needs.insert("RadialBasis")
      let rows = PythonNames.bits(layer.patterns(inputs: shape.count), columns: shape.count)
      return ("RadialBasis(\(shape.count), \(PythonNames.list(rows)))", "\(own)(\(flat))")
    case .activation(let activation): return (nil, PyTorchSource.activation(activation, inputs[0]))
    case .softmax: return (nil, "torch.softmax(\(inputs[0]), 1)")
    case .dropout(let layer): return ("nn.Dropout(\(layer.rate))", "\(own)(\(inputs[0]))")
    case .batchNormalization:
      return ("nn.BatchNorm\(isVector ? 1 : 2)d(\(shape.channels))", "\(own)(\(inputs[0]))")
    case .localResponseNormalization(let layer):
      // Of N × C, too, the channels are normalised.
      let options = "\(layer.size), alpha=\(layer.alpha), beta=\(layer.beta), k=\(layer.k)"
      let input = isVector ? "\(inputs[0])[:, :, None]" : inputs[0]
      return (nil, "functional.local_response_norm(\(input), \(options))\(isVector ? "[:, :, 0]" : "")")
    case .widening(let layer):
      let sides = (isVector ? [] : ["0", "0", "0", "0"]) + ["0", "\(layer.outputs - shape.channels)"]
      return (nil, "functional.pad(\(inputs[0]), (\(sides.joined(separator: ", "))))")
    case .flatten: return (nil, "torch.flatten(\(inputs[0]), 1)")
    case .sum: return (nil, inputs.joined(separator: " + "))
    case .concatenation: return (nil, "torch.cat([\(inputs.joined(separator: ", "))], 1)")
    }
  }

  private func pooling(_ layer: PoolingLayer, _ input: String, _ shape: Shape) -> String {
    guard layer.window != nil else {
      switch layer.kind {
      case .max: return "\(input).amax((2, 3), keepdim=True)"
      case .average: return "\(input).mean((2, 3), keepdim=True)"
      case .sum: return "\(input).sum((2, 3), keepdim=True)"
      }
    }
    let geometry = layer.geometry(on: shape.size)
    let window = geometry.taps
    let steps = "stride=(\(geometry.stride.height), \(geometry.stride.width))" + padding(geometry)
    let options = "(\(window.height), \(window.width)), \(steps)"
    switch layer.kind {
    case .max:
      let input = padded(input, geometry, value: ", value=float(\"-inf\")")
      return "functional.max_pool2d(\(input), \(options)\(option("dilation", geometry.dilation)))"
    case .average, .sum:
      let input = padded(input, geometry)
      let area = window.width * window.height
      guard geometry.dilation == Size(width: 1, height: 1) else {
        // PyTorch's means have no gaps: a convolution of each channel with ones.
        let ones = "\(input).new_ones((\(shape.channels), 1, \(window.height), \(window.width)))"
        let sum =
          "functional.conv2d(\(input), \(ones), \(steps)\(option("dilation", geometry.dilation)), "
          + "groups=\(shape.channels))"
        return layer.kind == .sum ? sum : "\(sum) / \(area)"
      }
      let mean = "functional.avg_pool2d(\(input), \(options))"
      return layer.kind == .average ? mean : "\(mean) * \(area)"
    }
  }

  /// `, name=3` or `, name=(3, 1)`; nothing for 1.
  private func option(_ name: String, _ size: Size) -> String {
    guard size.width == size.height else { return ", \(name)=(\(size.height), \(size.width))" }
    return size.width == 1 ? "" : ", \(name)=\(size.width)"
  }

  /// The padding as an option of the layer, which takes the same on opposite sides only.
  private func padding(_ window: WindowGeometry) -> String {
    let sides = window.padding
    guard sides.isEven, sides != .none else { return "" }
    return sides.top == sides.left ? ", padding=\(sides.top)" : ", padding=(\(sides.top), \(sides.left))"
  }

  /// The input with what the layer itself cannot add.
  private func padded(_ input: String, _ window: WindowGeometry, value: String = "") -> String {
    let sides = window.padding
    guard !sides.isEven else { return input }
    return "functional.pad(\(input), (\(sides.left), \(sides.right), \(sides.top), \(sides.bottom))\(value))"
  }

  private static func activation(_ activation: ActivationLayer, _ input: String) -> String {
    switch activation {
    case .relu: "torch.relu(\(input))"
    case .leakyReLU(let slope): "functional.leaky_relu(\(input), \(slope))"
    case .tanh: "torch.tanh(\(input))"
    case .scaledTanh: "1.7159 * torch.tanh(2 / 3 * \(input))"
    case .sigmoid: "torch.sigmoid(\(input))"
    }
  }

  /// The layers that PyTorch does not have.
  private func helpers(_ needs: Set<String>) -> String {
    var text = ""
    if needs.contains("Subsampling") {
      text += """

        class Subsampling(nn.Module):
            \"\"\"The trainable subsampling of LeNet-5: a weight and a bias a map for the sum of each window.\"\"\"

            def __init__(self, channels, window):
                super().__init__()
                self.window = window
                self.weight = nn.Parameter(torch.full((channels,), 0.25))
                self.bias = nn.Parameter(torch.zeros(channels))

            def forward(self, x):
                sums = functional.avg_pool2d(x, self.window) * self.window**2
                return sums * self.weight[:, None, None] + self.bias[:, None, None]


        """
    }
    if needs.contains("RadialBasis") {
      text += """

        class RadialBasis(nn.Module):
            \"\"\"Minus half the squared distance to each of some fixed patterns of ±1, written as hexadecimal digits.\"\"\"

            def __init__(self, inputs, rows):
                super().__init__()
                bits = [[int(bit) for digit in row for bit in f"{int(digit, 16):04b}"][:inputs] for row in rows]
                self.register_buffer("patterns", 2.0 * torch.tensor(bits) - 1, persistent=False)

            def forward(self, x):
                return -0.5 * ((x[:, None] - self.patterns) ** 2).sum(2)


        """
    }
    return text
  }
}

extension Sides {
  /// The same on opposite sides.
  var isEven: Bool { top == bottom && left == right }
}

extension Architecture {
  /// The nodes that give a vector rather than maps.
  var vectorNodes: Set<Int> {
    var vectors: Set<Int> = []
    for (index, node) in specification.nodes.enumerated() {
      let isVector: Bool
      switch node.layer {
      case .fullyConnected, .radialBasis, .flatten: isVector = true
      case .convolution, .pooling, .subsampling: isVector = false
      case .activation, .softmax, .dropout, .batchNormalization, .localResponseNormalization, .widening, .sum,
        .concatenation:
        isVector = node.inputs.allSatisfy(vectors.contains)
      }
      if isVector { vectors.insert(index) }
    }
    return vectors
  }
}
