/// Runs `body(0)` … `body(count − 1)` in any order, perhaps on several threads, and returns when all have ended.
///
/// The core has no threads of its own; SystemServices' `parallelFor` is one of these.
public typealias ParallelFor = (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

extension Convolution {
  /// Convolves a picture: the fast path, with the bits of ``reference(_:with:)`` or within ``ConvolutionPlan/errorBound``
  /// of them.
  ///
  /// out[y, x] = (Σ over i, j of numerator[i, j] · in[y·s + i·d − p, x·s + j·d − p]) / divisor + bias
  ///
  /// Example: `Convolution().apply(plane, with: kernel) { parallelFor($0, $1) }` uses every core.
  /// `parallel` runs the bands of the map; without it they are made one after another.
  /// - Throws: `ConvolutionError`, see ``outputSize(of:kernel:)``.
  public func apply(
    _ plane: Plane, with kernel: Kernel, parallel: ParallelFor = inOrder
  ) throws(ConvolutionError) -> Plane {
    let plan = try ConvolutionPlan(self, kernel: kernel, source: plane.size)
    let count = plan.output.width * plan.output.height
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      plan.apply(to: plane, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), parallel: parallel)
      initialized = count
    }
    return Plane(width: plan.output.width, height: plan.output.height, values: values)
  }
}

extension ConvolutionPlan {
  /// Computes the whole map into `result`, in bands of rows that `parallel` may run at once.
  public func apply(
    to plane: Plane, into result: UnsafeMutableBufferPointer<Float>, parallel: ParallelFor = inOrder
  ) {
    precondition(plane.size == source, "the plan is for pictures of another size")
    precondition(result.count >= output.width * output.height, "the result is too small")
    let bandRows = self.bandRows
    nonisolated(unsafe) let result = result
    plane.values.withUnsafeBufferPointer { picture in
      nonisolated(unsafe) let picture = picture
      parallel((output.height + bandRows - 1) / bandRows) { band in
        let rows = band * bandRows..<min(output.height, (band + 1) * bandRows)
        apply(
          to: picture, rows: rows,
          into: UnsafeMutableBufferPointer(
            rebasing: result[rows.lowerBound * output.width..<rows.upperBound * output.width]))
      }
    }
  }

  /// Rows of one band: about 64K outputs, and a multiple of the four rows that are computed at once.
  var bandRows: Int { max(4, 65536 / output.width / 4 * 4) }
}

/// The `ParallelFor` of a single thread.
public func inOrder(_ count: Int, _ body: @Sendable (Int) -> Void) {
  for index in 0..<count { body(index) }
}
