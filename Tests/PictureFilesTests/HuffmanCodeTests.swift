import ConvolutionCore
import PictureFiles
import Testing

/// Prefix codes against hand-made ones and against Huffman's sum of merged counts.
@Suite struct HuffmanCodeTests {
  @Test func aCodeByHand() {
    // Lengths 3, 3, 2, 1; canonical codes 110, 111, 10, 0, written from their last bit.
    let code = HuffmanCode(counts: [1, 1, 2, 4], limit: 15)
    #expect(code.lengths == [3, 3, 2, 1])
    #expect(code.codes == [0b011, 0b111, 0b01, 0])
    #expect(code.cost([1, 1, 2, 4]) == 14)
  }

  @Test func symbolsThatDoNotOccurHaveNoCode() {
    #expect(HuffmanCode(counts: [0, 3, 0, 5, 0], limit: 15).lengths == [0, 1, 0, 1, 0])
    #expect(HuffmanCode(counts: [0, 0, 7], limit: 15).lengths == [0, 0, 1])
  }

  @Test(arguments: [9, 12, 15]) func overlongCodesAreShortened(_ limit: Int) {
    // Fibonacci's numbers make the deepest tree: 29 bits without a limit.
    var counts: [UInt32] = [1, 1]
    while counts.count < 30 { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
    let lengths = HuffmanCode(counts: counts, limit: limit).lengths
    #expect(lengths.allSatisfy { (1...limit).contains(Int($0)) })
    // Kraft's sum is 1: every string of bits is a message.
    #expect(lengths.reduce(0) { $0 + (1 << (limit - Int($1))) } == 1 << limit)
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>) func noCodeIsShorter(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let counts = (0..<40).map { _ in UInt32(generator.index(below: 50)) }
    // The cost of Huffman's code is the sum of all counts that are merged on the way.
    var queue = counts.filter { $0 > 0 }.map { Int($0) }
    var best = 0
    while queue.count > 1 {
      queue.sort(by: >)
      let sum = queue.removeLast() + queue.removeLast()
      best += sum
      queue.append(sum)
    }
    #expect(HuffmanCode(counts: counts, limit: 15).cost(counts) == best)
  }
}
