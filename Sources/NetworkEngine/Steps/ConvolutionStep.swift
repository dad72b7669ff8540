import CLayerLoops
import ConvolutionCore
import NetworkDescription

/// A convolution, or a fully connected layer, whose kernel is as large as its input.
///
/// The C structures point into constant tables that the step keeps alive, so that threads may share it.
package struct ConvolutionStep: LaneStep, @unchecked Sendable {
  private let input: StepInput
  private let output: MapLayout
  private let outputGradient: MapLayout?
  private let groups: Int
  private let inputChannels: Int
  private let outputChannels: Int
  private let padding: Sides
  private let weight: ParameterLayout.Slot
  private let matrix: ParameterLayout.Matrix
  private let biasStart: Int
  private let hasBias: Bool
  let learns: Bool
  private let shape: LaneConvolution
  private let gradientShape: LaneConvolution
  private let back: LaneDataGradient
  // Keep alive what `shape` and `back` point into.
  private let runs: LaneTable<LaneRun>
  private let indices: [LaneTable<Int>]
  private let pairs: [LaneTable<LanePair>]
  /// Weights that do not exist, as places in the long array.
  private let missing: [Int]

  init(
    _ layer: ConvolutionLayer, input: StepInput, output: MapLayout, gradient: MapLayout?, weight: ParameterLayout.Slot,
    matrix: ParameterLayout.Matrix, bias: ParameterLayout.Slot?, zeros: Int, learns: Bool
  ) {
    self.input = input
    self.output = output
    outputGradient = gradient
    groups = layer.groups
    inputChannels = matrix.inputs
    outputChannels = matrix.groupOutputs
    padding = layer.geometry.padding
    self.weight = weight
    self.matrix = matrix
    biasStart = bias?.start ?? zeros
    hasBias = bias != nil
    self.learns = learns

    // Taps behind each other: a whole row of the kernel, unless dilation or groups come between.
    let values = input.values
    let (stride, dilation) = (layer.geometry.stride, layer.geometry.dilation)
    let joined = dilation == Size(width: 1, height: 1) && layer.groups == 1
    var list: [LaneRun] = []
    for y in 0..<matrix.height {
      let row = y * dilation.height * values.row
      if joined {
        list.append(LaneRun(input: row, weight: y * matrix.width * matrix.inputs, length: matrix.width * matrix.inputs))
      } else {
        for x in 0..<matrix.width {
          list.append(
            LaneRun(
              input: row + x * dilation.width * values.column, weight: (y * matrix.width + x) * matrix.inputs,
              length: matrix.inputs))
        }
      }
    }
    if joined && matrix.width * values.column == values.row {
      // The kernel is as wide as the map: its rows follow each other too.
      list = [LaneRun(input: 0, weight: 0, length: matrix.taps)]
    }
    runs = LaneTable(list)
    var shape = LaneConvolution(
      runs: runs.start, runCount: list.count, taps: matrix.taps, outputs: matrix.groupOutputs,
      height: output.shape.height, width: output.shape.width, inputRow: stride.height * values.row,
      inputColumn: stride.width * values.column, outputRow: output.row, outputColumn: output.column)
    self.shape = shape
    let from = gradient ?? output
    shape.outputRow = from.row
    shape.outputColumn = from.column
    gradientShape = shape

    let rows = BackwardPairs(
      layer.geometry.rows(of: values.shape.height), outputs: output.shape.height,
      gradientStep: from.row, weightStep: matrix.width * matrix.inputs)
    let columns = BackwardPairs(
      layer.geometry.columns(of: values.shape.width), outputs: output.shape.width,
      gradientStep: from.column, weightStep: matrix.inputs)
    indices = [LaneTable(rows.starts), LaneTable(columns.starts)]
    pairs = [LaneTable(rows.pairs), LaneTable(columns.pairs)]
    let to = input.gradient ?? values
    back = LaneDataGradient(
      rowStarts: indices[0].start, rows: pairs[0].start, columnStarts: indices[1].start, columns: pairs[1].start,
      taps: matrix.taps, outputs: matrix.groupOutputs, inputs: matrix.inputs, height: values.shape.height,
      width: values.shape.width, inputRow: to.row, inputColumn: to.column)

    var missing: [Int] = []
    if let table = layer.connections {
      for o in 0..<matrix.outputs {
        for i in 0..<matrix.inputs where !table.joins(input: i, output: o) {
          for y in 0..<matrix.height {
            for x in 0..<matrix.width { missing.append(weight.start + matrix.index(o, i, y, x)) }
          }
        }
      }
    }
    self.missing = missing
  }

  /// Few outputs leave most lanes empty where lanes are outputs.
  static func lanesAreSamples(outputs: Int, taps: Int, shape: Shape) -> Bool {
    let positions = shape.height * shape.width
    if outputs <= 8 { return positions >= 8 }
    // More outputs have more partial sums, which many positions must make up for and the caches must hold.
    return outputs <= layerLoops.sampleOutputs && positions >= 64 && taps <= 512
  }
  private var lanesAreSamples: Bool {
    ConvolutionStep.lanesAreSamples(outputs: outputChannels, taps: matrix.taps, shape: output.shape)
  }
  private var weightPartial: Int { lanesAreSamples ? matrix.outputs * matrix.taps * LaneBuffer.block : 0 }

  package var partialCount: Int { learns ? weightPartial + matrix.outputs * LaneBuffer.block : 0 }

  package var scratchCount: Int {
    guard learns, !lanesAreSamples else { return 0 }
    return LaneBuffer.padded(outputChannels) * output.shape.height * output.shape.width * LaneBuffer.block
  }

  /// Where the first kernel position of `group` begins: in the margin where there is padding.
  private func corner(_ memory: UnsafeMutablePointer<Float>, _ group: Int) -> UnsafeMutablePointer<Float> {
    let values = input.values
    return memory + values.origin - padding.top * values.row - padding.left * values.column
      + group * inputChannels * LaneBuffer.block
  }

  package func forward(_ context: StepContext) {
    forward(context, rows: 0..<output.shape.height, to: context.memory + output.origin)
  }

  /// The rows `rows` of the output, the first of them at `target`.
  func forward(_ context: StepContext, rows: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    var shape = shape
    shape.height = rows.count
    let first = rows.lowerBound * shape.inputRow
    for group in 0..<groups {
      layerLoops.convolve(
        &shape, corner(context.memory, group) + first, context.parameters + weight.start + group * matrix.groupCount,
        context.parameters + biasStart + (hasBias ? group * outputChannels : 0),
        target + group * outputChannels * LaneBuffer.block)
    }
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let outputGradient else { return }
    let gradient = context.memory + outputGradient.origin
    if learns { addWeightGradient(context, rows: 0..<output.shape.height, from: gradient, partials) }
    if let target = input.gradient {
      for group in 0..<groups {
        let gradient = gradient + group * outputChannels * LaneBuffer.block
        withUnsafePointer(to: back) { back in
          layerLoops.dataGradient(
            back, gradient, context.parameters + weight.start + group * matrix.groupCount,
            context.memory + target.origin + group * inputChannels * LaneBuffer.block, input.flag)
        }
      }
    }
  }

  /// Adds what the rows `rows` of the output's gradient, the first of them at `gradient`, say about the weights.
  func addWeightGradient(
    _ context: StepContext, rows: Range<Int>, from gradient: UnsafePointer<Float>,
    _ partials: UnsafeMutablePointer<Float>
  ) {
    var shape = gradientShape
    shape.height = rows.count
    for group in 0..<groups {
      let from = corner(context.memory, group) + rows.lowerBound * shape.inputRow
      let gradient = gradient + group * outputChannels * LaneBuffer.block
      if lanesAreSamples {
        let sums = partials + group * outputChannels * matrix.taps * LaneBuffer.block
        layerLoops.weightGradientOfSamples(&shape, from, gradient, sums)
      } else {
        layerLoops.transposeGradient(&shape, gradient, context.scratch)
        layerLoops.weightGradientOfOutputs(
          &shape, from, context.scratch, context.gradient + weight.start + group * matrix.groupCount)
      }
      if hasBias {
        layerLoops.biasGradient(
          &shape, gradient, partials + weightPartial + group * outputChannels * LaneBuffer.block)
      }
    }
  }

  package func fold(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard learns else { return }
    if lanesAreSamples {
      for group in 0..<groups {
        layerLoops.foldSamples(
          partials + group * outputChannels * matrix.taps * LaneBuffer.block, outputChannels, matrix.taps,
          context.gradient + weight.start + group * matrix.groupCount)
      }
    }
    if hasBias {
      layerLoops.foldSamples(partials + weightPartial, matrix.outputs, 1, context.gradient + biasStart)
    }
    for place in missing { context.gradient[place] = 0 }
  }
}

/// For each input row (or column): the output rows it went into and the kernel rows that took it there.
private struct BackwardPairs {
  var starts: [Int] = [0]
  var pairs: [LanePair] = []

  /// `outputs` may be fewer than the window's positions, where nothing reads the last ones.
  init(_ window: SlidingWindow, outputs: Int, gradientStep: Int, weightStep: Int) {
    for position in 0..<window.length {
      for k in 0..<window.taps {
        let distance = position + window.before - k * window.dilation
        guard distance >= 0, distance % window.stride == 0, distance / window.stride < outputs else { continue }
        pairs.append(LanePair(gradient: distance / window.stride * gradientStep, weight: k * weightStep))
      }
      starts.append(pairs.count)
    }
  }
}
