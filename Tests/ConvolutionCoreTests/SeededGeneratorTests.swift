import ConvolutionCore
import Foundation
import Testing

@Suite struct SeededGeneratorTests {
  @Test func matchesThePublishedAlgorithms() {
    // SplitMix64 from 0 begins with these words (the authors' reference code).
    let generator = SeededGenerator(seed: 0)
    #expect(generator.state.0 == 0xE220_A839_7B1D_CDAF)
    #expect(generator.state.1 == 0x6E78_9E6A_A1B9_65F4)
    // xoshiro256** from the state 1, 2, 3, 4.
    var known = generator
    known.state = (1, 2, 3, 4)
    #expect((0..<4).map { _ in known.next() } == [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
  }

  @Test func uniformAndNormalHaveTheirMoments() {
    var generator = SeededGenerator(seed: 7)
    let count = 200_000
    let uniforms = (0..<count).map { _ in generator.uniform() }
    #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(uniforms.reduce(0, +) / Double(count) - 0.5) < 0.003)
    let normals = (0..<count).map { _ in generator.normal() }
    #expect(abs(normals.reduce(0, +) / Double(count)) < 0.01)
    #expect(abs(normals.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 0.02)
    #expect(abs(normals.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count) - 3) < 0.15)
  }

  @Test(arguments: [1, 2, 3, 10, 1000])
  func indexIsUnbiased(count: Int) {
    var generator = SeededGenerator(seed: 3)
    let draws = 20_000
    let mean = (0..<draws).reduce(0.0) { sum, _ in sum + Double(generator.index(below: count)) } / Double(draws)
    #expect(abs(mean - Double(count - 1) / 2) <= 0.012 * Double(count))
  }

  @Test func streamsDiffer() {
    var seen: Set<UInt64> = []
    for stream in 0..<1000 {
      var generator = SeededGenerator(seed: 1, stream: UInt64(stream))
      seen.insert(generator.next())
    }
    #expect(seen.count == 1000)
  }

  @Test func shuffleKeepsEveryElement() {
    var generator = SeededGenerator(seed: 9)
    var numbers = Array(0..<100)
    generator.shuffle(&numbers)
    #expect(numbers != Array(0..<100))
    #expect(numbers.sorted() == Array(0..<100))
  }
}
