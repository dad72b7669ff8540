import ConvolutionCore
import KernelFiles
import Testing

/// A number or a fraction, as a kernel file states it.
private func number(_ text: some StringProtocol) -> Double? {
  let parts = text.split(separator: "/").map { Double(String($0)) }
  guard let above = parts.first ?? nil else { return nil }
  return parts.count == 1 ? above : parts[1].map { above / $0 }
}

private func weights(_ name: String) throws -> [Double] {
  let kernel = try KernelLibrary.kernel(named: name).kernel
  return kernel.numerators.map { Double($0) / Double(kernel.divisor) }
}

struct KernelAnalysisTests {
  @Test(arguments: KernelLibrary.names)
  func whatTheFileStatesHolds(_ name: String) throws {
    let named = try KernelLibrary.kernel(named: name)
    let analysis = KernelAnalysis(named.kernel)
    let sum = try #require(named.stated.sum.flatMap { number($0) })
    #expect(abs(analysis.sum - sum) < 1e-6)
    #expect((named.stated.gain != nil) == (sum == 0), "a kernel of sum 0 states its gain, no other does")
    if let stated = named.stated.gain {
      let expected = try stated.split(separator: " ").map { try #require(number($0)) }
      let gain = try #require(analysis.gain)
      #expect(abs(gain.x - expected[0]) < 1e-6 && abs(gain.y - expected[1]) < 1e-6)
    }
    let symmetries = analysis.symmetries.map { "\($0.symmetry.rawValue) \($0.parity.rawValue)" }
    #expect(named.stated.symmetry == (symmetries.isEmpty ? "none" : symmetries.joined(separator: ", ")))
  }

  /// A shipped table once had a wrong sign in one of the nine, and ½·√2 for 1/(2√2): both break this.
  @Test func freiChenIsOrthonormal() throws {
    let basis = try (1...9).map { try weights("frei-chen-\($0)") }
    for (i, one) in basis.enumerated() {
      for (j, other) in basis.enumerated() {
        let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-6, "\(i + 1) · \(j + 1)")
      }
    }
  }

  @Test func cosineBasisAndHaarAreOrthonormal() throws {
    let cosines = (0..<3).flatMap { i in (0..<3).map { "dct-3-\(i)\($0)" } }
    for names in [cosines, ["haar-average", "haar-x", "haar-y", "haar-diagonal"]] {
      let basis = try names.map { try weights($0) }
      for (i, one) in basis.enumerated() {
        for (j, other) in basis.enumerated() {
          let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(abs(product - (i == j ? 1 : 0)) < 1e-6, "\(names[i]) · \(names[j])")
        }
      }
    }
  }

  @Test(arguments: ["kirsch", "robinson-3", "robinson-5", "prewitt-compass"])
  func eachCompassKernelIsTheOneBeforeTurnedBy45Degrees(_ family: String) throws {
    let directions = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"]
    let ring = [0, 1, 2, 5, 8, 7, 6, 3]
    for (index, direction) in directions.enumerated() {
      let kernel = try weights("\(family)-\(direction)")
      let next = try weights("\(family)-\(directions[(index + 1) % 8])")
      for position in 0..<8 { #expect(next[ring[(position + 1) % 8]] == kernel[ring[position]]) }
      #expect(next[4] == kernel[4])
    }
  }

  @Test(arguments: [
    "sobel", "prewitt", "scharr", "sobel-5", "central-difference", "forward-difference", "backward-difference",
    "five-point-difference", "farid-5", "ando", "kroon", "second-difference",
  ])
  func yIsTheTransposeOfX(_ name: String) throws {
    let x = try KernelLibrary.kernel(named: name + "-x").kernel
    let y = try KernelLibrary.kernel(named: name + "-y").kernel
    #expect(x.width == y.height && x.height == y.width && x.divisor == y.divisor)
    for row in 0..<x.height {
      for column in 0..<x.width { #expect(x[row, column] == y[column, row]) }
    }
  }

  @Test(arguments: "leswr", "leswr")
  func lawsAreProductsOfFiveVectors(_ first: Character, _ second: Character) throws {
    let vectors: [Character: [Double]] = [
      "l": [1, 4, 6, 4, 1], "e": [-1, -2, 0, 2, 1], "s": [-1, 0, 2, 0, -1], "w": [-1, 2, 0, -2, 1],
      "r": [1, -4, 6, -4, 1],
    ]
    let column = try #require(vectors[first])
    let row = try #require(vectors[second])
    #expect(try weights("laws-\(first)5\(second)5") == column.flatMap { a in row.map { a * $0 } })
  }

  @Test(arguments: [
    ("sobel-x", 1), ("edge-3", 2), ("sharpen", 2), ("gaussian-7", 1), ("gaussian-5-sigma-1", 3), ("log-5", 3),
    ("frei-chen-1", 1), ("identity", 1), ("roberts", 2), ("farid-5-x", 1), ("gaussian:3", 1), ("dog:1", 2),
  ])
  func ranks(_ name: String, _ rank: Int) throws {
    #expect(try KernelAnalysis(KernelLibrary.kernel(named: name).kernel).factorization.rank == rank)
  }

  @Test func outputsForBytes() throws {
    func range(_ name: String) throws -> ClosedRange<Double> {
      try KernelAnalysis(KernelLibrary.kernel(named: name).kernel).outputRange
    }
    #expect(try range("sobel-x") == -1020...1020)
    #expect(try range("box-blur") == 0...255)
    #expect(try range("sharpen") == -1020...1275)
  }
}
