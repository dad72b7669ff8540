import ConvolutionCore
import KernelFiles
import Testing

/// A readable form of a kernel, as "3x1: -1 0 1 /2".
private func written(_ kernel: Kernel) -> String {
  "\(kernel.width)x\(kernel.height): " + kernel.numerators.map { "\($0)" }.joined(separator: " ")
    + " /\(kernel.divisor)"
}

private func written(_ values: [Float], _ width: Int, _ height: Int, _ divisor: Float = 1) throws -> String {
  written(try Kernel(width: width, height: height, numerators: values, divisor: divisor))
}

struct KernelReaderTests {
  @Test(arguments: [
    "0 -1 0; -1 5 -1; 0 -1 0",
    "0,-1,0;-1,5,-1;0,-1,0;",
    "0 −1 0; −1 5 −1; 0 −1 0",
    "0 -1 0\n-1 5 -1\n0 -1 0\n",
    "\u{FEFF}0,-1,0\r\n-1,5,-1\r\n0,-1,0\r\n",
    "\n# Sharpens.\n\n0, -1, 0\n-1, 5, -1 # the middle row\n\n0, -1, 0",
    "+0.0 -1e0 0\n-10e-1 5. -1\n0 -1 .0",
    "3 3\n0 -1 0\n-1 5 -1\n0 -1 0",
    "3 3 1 0\n0 -1 0\n-1 5 -1\n0 -1 0",
    "3x3: 0,-1,0 -1,5,-1 0,-1,0",
    "3: 0,-1,0,-1,5,-1,0,-1,0",
    "3x3+1+1:\n 0,-1,0\n-1,5,-1\n0,-1,0;",
    "name: mine\n\n0 -1 0\n-1 5 -1\n0 -1 0\n",
    "# A comment first.\ndescription: Sharpens: a lot.\n\n0 -1 0; -1 5 -1; 0 -1 0\n",
  ])
  func theSameMatrixInEveryFormat(_ text: String) throws {
    #expect(try written(KernelReader.parse(text).kernel) == written([0, -1, 0, -1, 5, -1, 0, -1, 0], 3, 3))
  }

  @Test(
    arguments: [
      ("1/9 1/9 1/9; 1/9 1/9 1/9; 1/9 1/9 1/9", 3, 3, [1, 1, 1, 1, 1, 1, 1, 1, 1], 9),
      ("1/2 1/3", 2, 1, [3, 2], 6),
      ("0.5 0.25; -0.125 1e-3", 2, 2, [500, 250, -125, 1], 1000),
      ("0.1 0.2 0.4 0.2 0.1", 5, 1, [1, 2, 4, 2, 1], 10),
      ("3 1 8 0\n-1 0 1", 3, 1, [-1, 0, 1], 8),
      ("2 2\n1 0\n0 -1", 2, 2, [1, 0, 0, -1], 1),
      ("3 2 0.5 0\n1 2 3\n4 5 6", 3, 2, [2, 4, 6, 8, 10, 12], 1),
      ("divisor: 16\n\n1 2 1\n2 4 2\n1 2 1", 3, 3, [1, 2, 1, 2, 4, 2, 1, 2, 1], 16),
      ("divisor: -4\n\n2 -6", 2, 1, [-2, 6], 4),
      ("divisor: 3/2\n\n1 1/2", 2, 1, [4, 2], 6),
    ] as [(String, Int, Int, [Float], Float)])
  func fractionsBecomeWholeNumbersOverOneDivisor(
    _ text: String, _ width: Int, _ height: Int, _ numerators: [Float], _ divisor: Float
  ) throws {
    let kernel = try KernelReader.parse(text).kernel
    #expect(try written(kernel) == written(numerators, width, height, divisor))
    #expect(kernel.isExactOnBytes)
  }

  @Test func whatIsNoSmallFractionKeepsItsValue() throws {
    let fine = try KernelReader.parse("0.112737123 -0.3").kernel
    #expect(try written(fine) == written([0.112737123, -0.3], 2, 1))
    let roots = try KernelReader.parse("divisor: 2√2\n\n1 √2 -√2 3√2").kernel
    let root = Float(2).squareRoot()
    #expect(
      try written(roots) == written([1, root, -root, Float(3 * 2.0.squareRoot())], 4, 1, Float(8.0.squareRoot())))
    let long = try KernelReader.parse("0.123456789012345678901234567890 1/3").kernel
    #expect(try written(long) == written([0.12345679, Float(1.0 / 3)], 2, 1))
  }

  @Test(
    arguments: [
      ("3x3+1+1: 1,2,3 4,5,6 7,8,9", 3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      ("2x1+1+0: 5,6", 3, 1, [5, 6, 0]),
      ("3x1+0+0: 1,2,3", 4, 1, [0, 1, 2, 3]),
      ("3x1+2+0: 1,2,3", 5, 1, [1, 2, 3, 0, 0]),
      ("1x3+0+0: 1,2,3", 1, 4, [0, 1, 2, 3]),
      ("4x1: 1,2,3,4", 4, 1, [1, 2, 3, 4]),
    ] as [(String, Int, Int, [Float])])
  func theOriginOfImageMagickBecomesTheAnchor(
    _ text: String, _ width: Int, _ height: Int, _ numerators: [Float]
  ) throws {
    #expect(try written(KernelReader.parse(text).kernel) == written(numerators, width, height))
  }

  @Test func aKernelFileTellsWhatItIs() throws {
    let text = """
      name: ridge
      aliases: crest, back-bone
      group: lines
      description: Ridges: bright ones.
      source: A. N. Author, 2001.
      divisor: 2

      -1 2 -1
      """
    let kernel = try KernelReader.parse(text, name: "file")
    #expect(kernel.name == "ridge")
    #expect(kernel.aliases == ["crest", "back-bone"])
    #expect(kernel.group == "lines")
    #expect(kernel.description == "Ridges: bright ones.")
    #expect(kernel.source == "A. N. Author, 2001.")
    #expect(try written(kernel.kernel) == written([-1, 2, -1], 3, 1, 2))
    #expect(try KernelReader.parse("1 2 3", name: "file").name == "file")
  }
}
