import ConvolutionCore

extension KernelFamily {
  /// `log:SIGMA`.
  static let laplacianOfGaussian = KernelFamily(
    name: "log", usage: "log:SIGMA",
    description: "Laplacian of Gaussian.",
    details: "((r² - 2σ²)/σ⁴)·G(σ), where G sums to 1; minus its mean, so that its sum is 0. Size 2⌈4σ⌉ + 1.",
    source: "Marr & Hildreth, Theory of edge detection, Proc. R. Soc. Lond. B 207, 1980.",
    example: "log:1.4",
    parameters: [Parameter(name: "SIGMA", range: 0.3...127)]
  ) { values throws(KernelError) in
    try SampledKernel.laplacianOfGaussian(values[0]).kernel()
  }

  /// `dog:SIGMA`.
  static let differenceOfGaussians = KernelFamily(
    name: "dog", usage: "dog:SIGMA",
    description: "Difference of Gaussians.",
    details: "G(σ) - G(1.6σ), each of sum 1. Size 2⌈4.8σ⌉ + 1.",
    source: "Marr & Hildreth, Theory of edge detection, Proc. R. Soc. Lond. B 207, 1980 (ratio 1.6).",
    example: "dog:1",
    parameters: [Parameter(name: "SIGMA", range: 0.1...106)]
  ) { values throws(KernelError) in
    try SampledKernel.differenceOfGaussians(values[0]).kernel()
  }

  /// `gabor:ANGLE:WAVELENGTH[:PHASE]`.
  static let gabor = KernelFamily(
    name: "gabor", usage: "gabor:ANGLE:WAVELENGTH[:PHASE]",
    description: "Gabor wavelet: answers to waves that run at ANGLE.",
    details: "exp(-(x'² + γ²y'²)/2σ²)·cos(2πx'/λ + ψ) with σ = 0.56λ (one octave) and γ = 0.5; zero mean, "
      + "unit norm, size 2⌈3σ/γ⌉ + 1. Degrees, ANGLE anticlockwise from the right; PHASE 0 unless given: "
      + "0 is even (lines), 90 odd (edges).",
    source:
      "Daugman, Uncertainty relation for resolution in space, spatial frequency, and orientation, JOSA A 2(7), 1985.",
    example: "gabor:45:6",
    parameters: [
      Parameter(name: "ANGLE", range: -360...360), Parameter(name: "WAVELENGTH", range: 2...150),
      Parameter(name: "PHASE", range: -360...360, isOptional: true),
    ]
  ) { values throws(KernelError) in
    try SampledKernel.gabor(angle: values[0], wavelength: values[1], phase: values.count > 2 ? values[2] : 0).kernel()
  }

  /// `unsharp:SIGMA:AMOUNT`.
  static let unsharp = KernelFamily(
    name: "unsharp", usage: "unsharp:SIGMA:AMOUNT",
    description: "Unsharp masking: the picture plus AMOUNT times what a blur takes away.",
    details: "I + AMOUNT·(I - G(σ)); sum 1, size 2⌈3σ⌉ + 1.",
    source: "Gonzalez & Woods, Digital Image Processing, 4th ed. 2018, section 3.6.",
    example: "unsharp:1:0.8",
    parameters: [Parameter(name: "SIGMA", range: 0.1...170), Parameter(name: "AMOUNT", range: 0...100)]
  ) { values throws(KernelError) in
    try SampledKernel.unsharp(values[0], amount: values[1]).kernel()
  }

  /// `random:N:SEED`.
  static let random = KernelFamily(
    name: "random", usage: "random:N:SEED",
    description: "Random weights: the untrained filter that every comparison needs.",
    details: "N×N independent normal numbers, scaled to unit norm; SEED settles them.",
    source: "Saxe et al., On random weights and unsupervised feature learning, ICML 2011.",
    example: "random:5:1",
    parameters: [
      Parameter(name: "N", range: 1...Double(KernelReader.largestSide), isWhole: true),
      Parameter(name: "SEED", range: 0...9_007_199_254_740_992, isWhole: true),
    ]
  ) { values throws(KernelError) in
    var generator = SeededGenerator(seed: UInt64(values[1]))
    var result = SampledKernel(width: Int(values[0]), height: Int(values[0])) { _, _ in Double(generator.normal()) }
    result.divide(by: result.norm)
    return try result.kernel()
  }
}
