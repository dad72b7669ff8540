import ConvolutionCore

extension KernelFamily {
  /// `gaussian:SIGMA[:SIZE]`.
  static let gaussian = KernelFamily(
    name: "gaussian", usage: "gaussian:SIGMA[:SIZE]",
    description: "Gaussian blur.",
    details: "exp(-r²/2σ²) divided by its sum; SIZE is 2⌈3σ⌉ + 1 unless given.",
    source: "Marr & Hildreth, Theory of edge detection, Proc. R. Soc. Lond. B 207, 1980.",
    example: "gaussian:1.5",
    parameters: [
      Parameter(name: "SIGMA", range: 0.1...170),
      Parameter(name: "SIZE", range: 1...Double(KernelReader.largestSide), isWhole: true, isOptional: true),
    ]
  ) { values throws(KernelError) in
    let size = values.count > 1 ? Int(values[1]) : 2 * Int((3 * values[0]).rounded(.up)) + 1
    return try SampledKernel.gaussian(values[0], size: size).kernel()
  }

  /// `box:N`.
  static let box = KernelFamily(
    name: "box", usage: "box:N",
    description: "The mean of N×N pixels.",
    details: "Sum 1.",
    source: "Gonzalez & Woods, Digital Image Processing, 4th ed. 2018, section 3.5.",
    example: "box:5",
    parameters: [Parameter(name: "N", range: 1...Double(KernelReader.largestSide), isWhole: true)]
  ) { values throws(KernelError) in
    let side = Int(values[0])
    return try SampledKernel(width: side, height: side) { _, _ in 1 }.kernel(divisor: values[0] * values[0])
  }

  /// `disk:R`.
  static let disk = KernelFamily(
    name: "disk", usage: "disk:R",
    description: "The mean over a disk: a lens out of focus.",
    details: "All pixels whose centres lie within R count the same; sum 1, size 2⌊R⌋ + 1.",
    source: "Pratt, Digital Image Processing, 4th ed. 2007, section 11.1.",
    example: "disk:3",
    parameters: [Parameter(name: "R", range: 0...511)]
  ) { values throws(KernelError) in
    let disk = SampledKernel.disk(values[0])
    return try disk.kernel(divisor: disk.sum)
  }

  /// `motion:N:ANGLE`.
  static let motion = KernelFamily(
    name: "motion", usage: "motion:N:ANGLE",
    description: "The mean along a line of N pixels: a moving camera.",
    details: "ANGLE in degrees, anticlockwise from the right. N points one pixel apart, each shared among its "
      + "four neighbours by distance; sum 1.",
    source: "Pratt, Digital Image Processing, 4th ed. 2007, section 11.1.",
    example: "motion:9:45",
    parameters: [
      Parameter(name: "N", range: 1...999, isWhole: true), Parameter(name: "ANGLE", range: -360...360),
    ]
  ) { values throws(KernelError) in
    try SampledKernel.motion(Int(values[0]), angle: values[1]).kernel(divisor: values[0])
  }
}
