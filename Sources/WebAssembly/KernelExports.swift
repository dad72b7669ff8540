// Kernels as they are typed into the page, and facts about them.

/// Makes a kernel of `width` × `height` weights as `cnnlab filter` makes it of their text: fractions become whole
/// numerators over one divisor where sums over pixels then stay exact, all other weights keep their value.
///
/// `fractions` is numerator and denominator of each weight, row by row, with a denominator of 0 where it is no
/// fraction of whole numbers; `values` is what each weight is. `numerators` receives the kernel's numerators; returned
/// is its divisor, or 0 where there is no such kernel.
@_expose(wasm, "matrix") @_cdecl("matrix")
func matrix(
  _ width: Int32, _ height: Int32, _ fractions: UnsafePointer<Int32>, _ values: UnsafePointer<Double>,
  _ numerators: UnsafeMutablePointer<Float>
) -> Float {
  guard width > 0, height > 0 else { return 0 }
  let count = Int(width) * Int(height)
  guard let kernel = wholeNumbers(Int(width), count, fractions) ?? decimals(Int(width), count, values) else { return 0 }
  numerators.update(from: kernel.numerators, count: count)
  return kernel.divisor
}

private func wholeNumbers(_ width: Int, _ count: Int, _ fractions: UnsafePointer<Int32>) -> Kernel? {
  var ratios: [Ratio] = []
  for index in 0..<count {
    guard let ratio = Ratio(Int(fractions[2 * index]), Int(fractions[2 * index + 1])) else { return nil }
    ratios.append(ratio)
  }
  guard let one = Ratio(1), let kernel = Kernel(width: width, fractions: ratios, divisor: one), kernel.isExactOnBytes
  else { return nil }
  return kernel
}

private func decimals(_ width: Int, _ count: Int, _ values: UnsafePointer<Double>) -> Kernel? {
  var numerators: [Float] = []
  for index in 0..<count { numerators.append(Float(values[index])) }
  return try? Kernel(width: width, height: count / width, numerators: numerators)
}

/// Writes facts about a kernel: sum of its weights, smallest and largest output for pixels 0…255, rank, and 1 where
/// the sum is 0, in which case the gain along x and along y follow.
@_expose(wasm, "facts") @_cdecl("facts")
func facts(
  _ width: Int32, _ height: Int32, _ numerators: UnsafePointer<Float>, _ divisor: Float,
  _ result: UnsafeMutablePointer<Double>
) -> Int32 {
  guard width > 0, height > 0,
    let kernel = try? Kernel(
      width: Int(width), height: Int(height),
      numerators: Array(UnsafeBufferPointer(start: numerators, count: Int(width) * Int(height))), divisor: divisor)
  else { return -1 }
  let analysis = KernelAnalysis(kernel)
  result[0] = analysis.sum
  result[1] = analysis.outputRange.lowerBound
  result[2] = analysis.outputRange.upperBound
  result[3] = Double(analysis.factorization.rank)
  result[4] = 0
  if let gain = analysis.gain {
    result[4] = 1
    result[5] = gain.x
    result[6] = gain.y
  }
  return 0
}
