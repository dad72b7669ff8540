extension ConvolutionPlan {
  /// How four output rows of a segment are summed as floats: by the kernel as it stands, or product by product.
  func floatSums(_ segment: RowSegment) -> SegmentBand<Float, Float>.Correlate {
    let loops = VectorLoops(instructionSet)
    let correlate = correlate(loops)
    let kernel = self.kernel
    let bias = convolution.bias
    guard let lowRank else {
      return { outputs, count, rows in
        correlate(
          outputs, count, rows, kernel.numerators, kernel.width, kernel.height, segment.offsets, kernel.divisor, bias)
      }
    }
    let passes = TwoPasses<Float>(rank: lowRank.rank, geometry, segment)
    return { outputs, count, rows in
      passes.correlate(outputs, count, rows) { part, sums, count, rows in
        lowRank.columns.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress else { return }
          correlate(sums, count, rows, weights + part * kernel.height, 1, kernel.height, [0], 1, 0)
        }
      } row: { outputs, count, sums in
        loops.correlateApart(
          outputs, count, sums, lowRank.rows, kernel.width, lowRank.rank, segment.offsets, kernel.divisor, bias)
      }
    }
  }

  private func correlate(_ loops: VectorLoops) -> VectorLoops.CorrelateFloats {
    guard geometry.rowsAreNeighbours else { return loops.correlateApart }
    let neighbours = loops.correlateNeighbours
    let streams = self.streams
    return { outputs, count, rows, weights, width, height, offsets, divisor, bias in
      neighbours(outputs, count, rows, weights, width, height, offsets, divisor, bias, streams)
    }
  }

  /// True when the map is larger than the caches, so that nobody finds it there.
  private var streams: Bool { lowRank == nil && output.width * output.height >= 6 << 20 }

  /// How four output rows of a segment are summed modulo 2¹⁶; only the last sum needs to fit.
  func shortSums(_ shorts: ShortSums, _ segment: RowSegment) -> SegmentBand<UInt8, Int16>.Correlate {
    let loops = VectorLoops(instructionSet)
    let correlate = geometry.rowsAreNeighbours ? loops.correlateNeighbouringShorts : loops.correlateShortsApart
    let kernel = self.kernel
    guard let lowRank, lowRank.isExact else {
      return { outputs, count, rows in
        correlate(outputs, count, rows, shorts.weights, kernel.width, kernel.height, segment.offsets)
      }
    }
    let passes = TwoPasses<Int16>(rank: 1, geometry, segment)
    let column = lowRank.columns.map { Int16(truncatingIfNeeded: Int($0)) }
    let row = lowRank.rows.map { Int16(truncatingIfNeeded: Int($0)) }
    return { outputs, count, rows in
      passes.correlate(outputs, count, rows) { _, sums, count, rows in
        correlate(sums, count, rows, column, 1, kernel.height, [0])
      } row: { outputs, count, sums in
        loops.correlateShortsApart(outputs, count, sums, row, kernel.width, 1, segment.offsets)
      }
    }
  }
}
