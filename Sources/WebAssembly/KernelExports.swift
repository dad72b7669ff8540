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
  return Ratio(1).flatMap { Kernel(width: width, fractions: ratios, divisor: $0) }
}

private func decimals(_ width: Int, _ count: Int, _ values: UnsafePointer<Double>) -> Kernel? {
  var numerators: [Float] = []
  for index in 0..<count { numerators.append(Float(values[index])) }
  return try? Kernel(width: width, height: count / width, numerators: numerators)
}

/// Writes facts about a kernel: sum of its weights, smallest and largest output for pixels 0…255, rank (0 where it is not known), and 1
/// where the sum is 0, in which case the gain along x and along y follow.
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
  result[3] = Double(analysis.factorization.rank ?? 0)
  result[4] = 0
  if let gain = analysis.gain {
    result[4] = 1
    result[5] = gain.x
    result[6] = gain.y
  }
  return 0
}

/// The member of a family of kernels: 0 gaussian, 1 box, 2 disk, 3 motion, 4 log, 5 dog, 6 gabor, 7 unsharp, with its
/// parameters as the command line takes them.
///
/// Writes width, height and divisor to `result`, then the numerators; returns their count, −2 when `capacity` floats do
/// not hold all of it, −1 for no such family.
@_expose(wasm, "family") @_cdecl("family")
func family(
  _ kind: Int32, _ first: Double, _ second: Double, _ third: Double, _ result: UnsafeMutablePointer<Float>,
  _ capacity: Int32
) -> Int32 {
  let sampled: SampledKernel
  var divisor: Float = 1
  switch kind {
  case 0: sampled = .gaussian(first, size: second > 0 ? Int(second) : 2 * Int((3 * first).rounded(.up)) + 1)
  case 1:
    sampled = SampledKernel(width: Int(first), height: Int(first)) { _, _ in 1 }
    divisor = Float(first * first)
  case 2:
    sampled = .disk(first)
    divisor = Float(sampled.sum)
  case 3:
    sampled = .motion(Int(first), angle: second)
    divisor = Float(first)
  case 4: sampled = .laplacianOfGaussian(first)
  case 5: sampled = .differenceOfGaussians(first)
  case 6: sampled = .gabor(angle: first, wavelength: second, phase: third)
  case 7: sampled = .unsharp(first, amount: second)
  default: return -1
  }
  guard sampled.values.count + 3 <= Int(capacity) else { return -2 }
  result[0] = Float(sampled.width)
  result[1] = Float(sampled.height)
  result[2] = divisor
  for index in sampled.values.indices { result[3 + index] = Float(sampled.values[index]) }
  return Int32(sampled.values.count)
}
