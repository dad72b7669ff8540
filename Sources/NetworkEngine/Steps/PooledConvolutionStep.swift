import CLayerLoops
import NetworkDescription

/// A convolution and the maximum pooling behind it, band by band: the convolution's map never exists as a whole, so
/// that a block of samples stays in the caches.
///
/// In training for first convolutions only, as the way back to another's input would need the whole gradient.
package struct PooledConvolutionStep: LaneStep {
  let convolution: ConvolutionStep
  /// The convolution's map; `band` rows of it have memory.
  let map: MapLayout
  let pooling: LanePooling
  let relu: Int32
  let output: MapLayout
  let outputGradient: MapLayout?
  /// Where the places of the largest values lie, in the order of the output without its margin.
  let winners: Int?
  /// Rows of the output that are done at once.
  let bandRows: Int

  /// As many rows of windows as their share of the convolution's map stays in the first-level cache.
  static func bandRows(map: MapLayout, step: Int) -> Int { max(1, 6144 / (map.row * step)) }

  package var partialCount: Int { convolution.partialCount }
  package var scratchCount: Int { convolution.scratchCount }

  /// The rows of the convolution under the rows `band` of the output.
  private func rows(under band: Range<Int>) -> Range<Int> {
    band.lowerBound * pooling.stepY..<min(map.shape.height, band.upperBound * pooling.stepY)
  }

  private func forEachBand(_ body: (_ band: Range<Int>, _ rows: Range<Int>) -> Void) {
    for start in stride(from: 0, to: output.shape.height, by: bandRows) {
      let band = start..<min(start + bandRows, output.shape.height)
      body(band, rows(under: band))
    }
  }

  /// The rows `range` of a map whose memory begins at row `range.lowerBound` or at row 0.
  private func part(
    _ layout: MapLayout, _ range: Range<Int>, isWhole: Bool, _ memory: UnsafeMutablePointer<Float>
  ) -> LaneMap {
    var part = layout.map(in: memory)
    if isWhole { part.origin += range.lowerBound * part.row }
    part.height = range.count
    return part
  }

  private func offset(_ band: Range<Int>) -> Int { band.lowerBound * output.shape.width * output.column }

  package func forward(_ context: StepContext) {
    var pooling = pooling
    forEachBand { band, rows in
      convolution.forward(context, rows: rows, to: context.memory + map.origin)
      var from = part(map, rows, isWhole: false, context.memory)
      var to = part(output, band, isWhole: true, context.memory)
      if let winners {
        layerLoops.maxPoolWinners(&pooling, &from, &to, context.memory + winners + offset(band), relu)
      } else {
        layerLoops.maxPool(&pooling, &from, &to, relu)
      }
    }
  }

  package func backward(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    guard let outputGradient, let winners, convolution.learns else { return }
    var pooling = pooling
    forEachBand { band, rows in
      var from = part(outputGradient, band, isWhole: true, context.memory)
      var to = part(map, rows, isWhole: false, context.memory)
      layerLoops.maxPoolWinnersGradient(&pooling, context.memory + winners + offset(band), &from, &to)
      convolution.addWeightGradient(context, rows: rows, from: context.memory + map.origin, partials)
    }
  }

  package func fold(_ context: StepContext, partials: UnsafeMutablePointer<Float>) {
    convolution.fold(context, partials: partials)
  }
}
