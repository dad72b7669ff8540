import Comparison
import ConvolutionCore
import KernelFiles
import Testing

private func kernel(_ weights: [Float], width: Int = 3) throws -> Kernel {
  try Kernel(width: width, height: weights.count / width, numerators: weights)
}

private func someKernels() throws -> [(name: String, kernel: Kernel)] {
  [
    ("sobel-x", try kernel([-1, 0, 1, -2, 0, 2, -1, 0, 1])),
    ("edge", try kernel([-1, -1, -1, -1, 8, -1, -1, -1, -1])),
    ("emboss", try kernel([-2, -1, 0, -1, 1, 1, 0, 1, 2])),
    ("line", try kernel([-1, -1, -1, 2, 2, 2, -1, -1, -1])),
    ("gaussian-3", try Kernel(width: 3, height: 3, numerators: [1, 2, 1, 2, 4, 2, 1, 2, 1], divisor: 16)),
    ("farid", try kernel([-0.109604, -0.276691, 0, 0.276691, 0.109604], width: 5)),
  ]
}

@Suite struct MatchingTests {
  @Test func everyChangedCopyIsMatchedToItsKernel() throws {
    let kernels = try someKernels()
    let bank = TemplateBank(kernels, width: 5, height: 5)
    var generator = SeededGenerator(seed: 5)
    for (name, kernel) in kernels {
      for _ in 0..<40 {
        let turned = FilterPatch(kernel).turned(quarters: generator.index(below: 4))
        let x = generator.index(below: 6 - turned.width)
        let y = generator.index(below: 6 - turned.height)
        let scale = (generator.uniform() < 0.5 ? -1 : 1) * generator.uniform(0.01, 20)
        let copy = turned.embedded(width: 5, height: 5, x: x, y: y)
        let match = try #require(
          bank.bestMatch(of: FilterPatch(width: 5, height: 5, weights: copy.weights.map { $0 * scale })))
        #expect(match.template.name == name)
        #expect(match.similarity > 0.999999)
      }
    }
  }

  /// The whole library, copies turned by 45° too: every one is found, under its name or that of an equal form.
  @Test func everyChangedCopyOfTheLibraryIsMatchedWhole() throws {
    let kernels = KernelLibrary.all.filter { $0.kernel.width <= 5 && $0.kernel.height <= 5 }
    let bank = TemplateBank(kernels.map { ($0.name, $0.kernel) }, width: 5, height: 5)
    #expect(bank.omitted.isEmpty)
    var generator = SeededGenerator(seed: 6)
    for kernel in kernels {
      for turn in 0..<4 {
        let turned = FilterPatch(kernel.kernel).turned(quarters: turn)
        for form in [turned, turned.ringTurned].compactMap({ $0 }) {
          let scale = (generator.uniform() < 0.5 ? -1 : 1) * generator.uniform(0.01, 20)
          let copy = form.embedded(
            width: 5, height: 5, x: generator.index(below: 6 - form.width), y: generator.index(below: 6 - form.height))
          let match = try #require(
            bank.bestMatch(of: FilterPatch(width: 5, height: 5, weights: copy.weights.map { $0 * scale })))
          #expect(match.similarity > 0.999999, "\(kernel.name) turned \(turn) times")
          #expect((match.cosine < 0) == (dotProduct(copy.weights, match.template.direction) * scale < 0))
        }
      }
    }
  }

  private func dotProduct(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test func diagonalCopiesAreMatchedToo() throws {
    let bank = TemplateBank(try someKernels(), width: 3, height: 3)
    let diagonal = try #require(FilterPatch(try kernel([-1, 0, 1, -2, 0, 2, -1, 0, 1])).ringTurned)
    let match = try #require(bank.bestMatch(of: diagonal))
    #expect(match.template.name == "sobel-x")
    #expect(match.similarity > 0.999999)
    #expect(bank.omitted == ["farid"])
  }

  @Test func turningFourTimesIsNoTurn() throws {
    let patch = FilterPatch(width: 3, height: 2, weights: [1, 2, 3, 4, 5, 6])
    #expect(patch.turned(quarters: 1).weights == [3, 6, 2, 5, 1, 4])
    #expect(patch.turned(quarters: 4) == patch)
    #expect(patch.turned(quarters: -1) == patch.turned(quarters: 3))
  }

  /// Random filters must beat 95 % of the null in 5 % of the cases: else the null is wrong.
  @Test func randomFiltersBeatTheNullAtTheNominalRate() throws {
    let bank = TemplateBank(try someKernels(), width: 5, height: 5)
    let null = NullDistribution(random: 4000, seed: 1, against: bank)
    let draws = NullDistribution(random: 4000, seed: 2, against: bank)
    for level in [0.5, 0.9, 0.95, 0.99] {
      let share = Double(draws.similarities.filter { null.shareBeaten(by: $0) > level }.count) / 4000
      // Three deviations of both samples' own noise.
      let noise = 3 * (2 * level * (1 - level) / 4000).squareRoot()
      #expect(abs(share - (1 - level)) < noise, "level \(level): \(share)")
    }
  }

  @Test func spanOfEverythingIsOne() throws {
    let bank = TemplateBank(try someKernels(), width: 3, height: 3)
    let filters = try someKernels().dropLast().map { FilterPatch($0.kernel) }
    let curve = SpanEnergy(of: filters, in: bank.templates.map(\.direction)).shares
    #expect(curve.count == 9)
    #expect(abs((curve.last ?? 0) - 1) < 1e-9)
    #expect(zip(curve, curve.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
    let random = SpanEnergy.random(of: filters, size: 6, repetitions: 400, seed: 1)
    #expect(abs(random.mean[2] - 3.0 / 9) < 0.05)
  }
}
