import ConvolutionCore
import NetworkDescription

/// Where each parameter lies in one long array: weights as [block of 16 outputs][tap][16], the rest padded to blocks.
///
/// Gradients, velocities and averages lie alike, so that an update is one pass over ranges of equal length.
package struct ParameterLayout: Sendable {
  package struct Slot: Sendable {
    package let description: ParameterDescription
    package let start: Int
    /// Floats, padding included.
    package let count: Int
    /// O × I × kH × kW and the groups; nil for a vector.
    package let matrix: Matrix?
    package var range: Range<Int> { start..<start + count }
  }

  package struct Matrix: Sendable {
    package let outputs: Int, inputs: Int, height: Int, width: Int, groups: Int
    package var taps: Int { inputs * height * width }
    package var groupOutputs: Int { outputs / groups }
    package var groupCount: Int { LaneBuffer.padded(groupOutputs) * taps }

    /// The place of weight (o, i, y, x).
    package func index(_ o: Int, _ i: Int, _ y: Int, _ x: Int) -> Int {
      let (group, inner) = o.quotientAndRemainder(dividingBy: groupOutputs)
      let tap = (y * width + x) * inputs + i
      return group * groupCount + (inner / 16 * taps + tap) * 16 + inner % 16
    }
  }

  package let slots: [Slot]
  /// Floats of all.
  package let count: Int
  /// As many zeros as the widest layer has outputs stand here, for layers without bias.
  package let zeros = 0

  package init(_ architecture: Architecture) {
    var slots: [Slot] = []
    var widest = 0
    for shape in architecture.shapes { widest = max(widest, shape.channels) }
    var position = LaneBuffer.padded(widest) + LaneBuffer.block
    for (index, node) in architecture.specification.nodes.enumerated() {
      for number in architecture.parameterRanges[index] {
        let description = architecture.parameters[number]
        let matrix = ParameterLayout.matrix(of: node.layer, description, input: architecture.inputShape(index))
        let count = matrix.map { $0.groupCount * $0.groups } ?? LaneBuffer.padded(description.count)
        slots.append(Slot(description: description, start: position, count: count, matrix: matrix))
        position += count
      }
    }
    self.slots = slots
    count = position
  }

  private static func matrix(of layer: Layer, _ description: ParameterDescription, input: Shape) -> Matrix? {
    guard description.role == .weight else { return nil }
    switch layer {
    case .convolution(let layer):
      return Matrix(
        outputs: layer.outputs, inputs: input.channels / layer.groups, height: layer.kernel.height,
        width: layer.kernel.width, groups: layer.groups)
    case .fullyConnected(let layer):
      return Matrix(
        outputs: layer.outputs, inputs: input.channels, height: input.height, width: input.width, groups: 1)
    case .pooling, .subsampling, .radialBasis, .activation, .softmax, .dropout, .batchNormalization,
      .localResponseNormalization, .widening, .flatten, .sum, .concatenation:
      return nil
    }
  }

  /// Puts a network's numbers into the long array.
  package func pack(_ values: [[Float]], into memory: UnsafeMutablePointer<Float>) {
    for (slot, numbers) in zip(slots, values) {
      numbers.withUnsafeBufferPointer { numbers in
        forEachIndex(slot) { canonical, packed in memory[packed] = numbers[canonical] }
      }
    }
  }

  /// The long array as the numbers of each parameter.
  package func unpack(_ memory: UnsafePointer<Float>) -> [[Float]] {
    slots.map { slot in
      var numbers = [Float](repeating: 0, count: slot.description.count)
      numbers.withUnsafeMutableBufferPointer { numbers in
        forEachIndex(slot) { canonical, packed in numbers[canonical] = memory[packed] }
      }
      return numbers
    }
  }

  /// Each number's place in PyTorch's order and in the long array.
  @inline(__always) private func forEachIndex(_ slot: Slot, _ body: (_ canonical: Int, _ packed: Int) -> Void) {
    guard let matrix = slot.matrix else {
      for i in 0..<slot.description.count { body(i, slot.start + i) }
      return
    }
    var canonical = 0
    for o in 0..<matrix.outputs {
      for i in 0..<matrix.inputs {
        for y in 0..<matrix.height {
          for x in 0..<matrix.width {
            body(canonical, slot.start + matrix.index(o, i, y, x))
            canonical += 1
          }
        }
      }
    }
  }
}
