import ConvolutionCore
import PictureFiles
import Testing

/// Where a search for matches pays, told by bytes whose answer is plain.
@Suite struct MatchEstimateTests {
  private func pays(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { MatchEstimate.pays($0) } }

  private func random(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: 5)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }

  @Test func aPatternThatComesAgainPays() {
    let pattern = random(500)
    #expect(pays((0..<40).flatMap { _ in pattern }))
  }

  @Test func noiseDoesNotPay() { #expect(!pays(random(20_000))) }

  @Test func runsOfOneByteAreNoMatches() {
    #expect(!pays([UInt8](repeating: 7, count: 20_000)))
    #expect(!pays(random(200).flatMap { [UInt8](repeating: $0, count: 100) }))
  }

  @Test func aFewBytesNeverPay() { #expect(!pays([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8])) }
}
