extension ConvolutionPlan {
  /// How output rows of a segment are summed as floats: by the kernel as it stands, or product by product.
  ///
  /// With `streams`, large maps are stored past the caches, where nobody looks at them next.
  func floatSums(_ segment: RowSegment, streams: Bool) -> SegmentBand<Float, Float>.Correlate {
    let loops = VectorLoops(instructionSet)
    let correlate = correlate(loops, streams: streams && self.streams)
    let kernel = self.kernel
    let bias = convolution.bias
    guard let lowRank else {
      return eachGroup { outputs, count, rows in
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

  /// The sums of any number of output rows from those of four.
  func eachGroup<Value>(
    _ sum:
      @escaping (
        _ outputs: UnsafePointer<UnsafeMutablePointer<Value>>, _ count: Int, _ rows: UnsafePointer<UnsafePointer<Value>>
      ) -> Void
  ) -> SegmentBand<Value, Value>.Correlate {
    let rowsOfGroup = geometry.rowsAreNeighbours ? 4 : 4 * kernel.height
    return { outputs, count, rows in
      outputs.withUnsafeBufferPointer { outputs in
        guard let start = outputs.baseAddress else { return }
        for group in 0..<outputs.count / 4 { sum(start + 4 * group, count, rows + group * rowsOfGroup) }
      }
    }
  }

  private func correlate(_ loops: VectorLoops, streams: Bool) -> VectorLoops.CorrelateFloats {
    guard geometry.rowsAreNeighbours else { return loops.correlateApart }
    let neighbours = loops.correlateNeighbours
    return { outputs, count, rows, weights, width, height, offsets, divisor, bias in
      neighbours(outputs, count, rows, weights, width, height, offsets, divisor, bias, streams)
    }
  }

  /// True when the map is larger than the caches, so that nobody finds it there.
  private var streams: Bool { lowRank == nil && output.width * output.height >= 6 << 20 }

  /// How output rows of a segment are summed modulo 2¹⁶; only the last sum needs to fit.
  func shortSums(_ shorts: ShortSums, _ segment: RowSegment) -> SegmentBand<UInt8, Int16>.Correlate {
    let loops = VectorLoops(instructionSet)
    let correlate = geometry.rowsAreNeighbours ? loops.correlateNeighbouringShorts : loops.correlateShortsApart
    let kernel = self.kernel
    guard let lowRank, lowRank.isExact else {
      return eachGroup { outputs, count, rows in
        correlate(outputs, count, rows, shorts.weights, kernel.width, kernel.height, segment.offsets)
      }
    }
    let passes = TwoPasses<Int16>(rank: lowRank.rank, geometry, segment)
    let columns = lowRank.columns.map { Int16(truncatingIfNeeded: Int($0)) }
    let rowWeights = lowRank.rows.map { Int16(truncatingIfNeeded: Int($0)) }
    return { outputs, count, rows in
      passes.correlate(outputs, count, rows) { part, sums, count, rows in
        columns.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress else { return }
          correlate(sums, count, rows, weights + part * kernel.height, 1, kernel.height, [0])
        }
      } row: { outputs, count, sums in
        loops.correlateShortsApart(outputs, count, sums, rowWeights, kernel.width, lowRank.rank, segment.offsets)
      }
    }
  }

  /// How output rows of a segment are summed in double precision, not yet divided.
  func doubleSums(_ segment: RowSegment) -> SegmentBand<Double, Double>.Correlate {
    let loops = VectorLoops(instructionSet)
    let correlate = geometry.rowsAreNeighbours ? loops.correlateNeighbouringDoubles : loops.correlateDoublesApart
    let kernel = self.kernel
    guard let lowRank else {
      let weights = kernel.numerators.map { Double($0) }
      return eachGroup { outputs, count, rows in
        correlate(outputs, count, rows, weights, kernel.width, kernel.height, segment.offsets)
      }
    }
    let passes = TwoPasses<Double>(rank: lowRank.rank, geometry, segment)
    let columns = lowRank.columns.map { Double($0) }
    let rowWeights = lowRank.rows.map { Double($0) }
    return { outputs, count, rows in
      passes.correlate(outputs, count, rows) { part, sums, count, rows in
        columns.withUnsafeBufferPointer { weights in
          guard let weights = weights.baseAddress else { return }
          correlate(sums, count, rows, weights + part * kernel.height, 1, kernel.height, [0])
        }
      } row: { outputs, count, sums in
        loops.correlateDoublesApart(outputs, count, sums, rowWeights, kernel.width, lowRank.rank, segment.offsets)
      }
    }
  }
}
