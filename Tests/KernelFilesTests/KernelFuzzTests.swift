import ConvolutionCore
import KernelFiles
import Testing

/// Broken text ends in an error or a kernel, never in a trap. Seeded, so that a failure comes again.
struct KernelFuzzTests {
  private let samples = [
    "0 -1 0; -1 5 -1; 0 -1 0", "3 3 8 0\n-1 -1 -1\n-1 8 -1\n-1 -1 -1", "3x3+0+2: 1,2,3 4,5,6 7,8,nan",
    "1/9,1/9\n2√2,1e-3",
    "name: a\naliases: b, c\ndivisor: 2√2\nsum: 0\n\n1 √2 1\n# c\n0 0 0\n", "9999999999999999999 -1e308 1/0",
    "\u{FEFF}−1 ∞", "1/9 * [[1, 2], [3, 4]] / 2", "np.array([[0,-1],[5,√2]], dtype=float)", "0,5 0,5\n1;2",
  ]
  private let pieces = [
    "0", "9", "1e9", "-", "−", "+", "/", ".", ",", ";", ":", "x", "@", "#", "√", "\n", "\r\n", " ", "\u{0}", "é", "nan",
    "99999999999999999999", "divisor: ", "name: ", "[", "]", "(", ")", "{", "}", "*", "\"", "√(", "½", "–", "\t",
    "\u{301}", "1e-400", "-9223372036854775808",
  ]

  @Test(arguments: 0..<8)
  func mutatedText(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    for _ in 0..<500 {
      var letters = Array(samples[generator.index(below: samples.count)])
      for _ in 0...generator.index(below: 6) {
        let position = generator.index(below: letters.count + 1)
        switch generator.index(below: 3) {
        case 0: letters.insert(contentsOf: pieces[generator.index(below: pieces.count)], at: position)
        case 1 where position < letters.count: letters.remove(at: position)
        default: letters.removeSubrange(position...)
        }
      }
      let text = String(letters)
      do throws(KernelError) {
        let kernel = try KernelReader.parse(text).kernel
        #expect(kernel.numerators.allSatisfy(\.isFinite) && kernel.divisor > 0)
      } catch {
        #expect(!error.description.isEmpty)
      }
      if generator.index(below: 10) == 0 { _ = try? KernelLibrary.kernel(named: text) }
      #expect(!KernelLibrary.specifications(in: text).isEmpty)
    }
  }

  @Test(arguments: [":", "gaussian:", "box:99999999999999999999", "gabor:1e308:4", "random:3:-1", "motion:5:nan", ""])
  func brokenNames(_ name: String) {
    #expect(throws: KernelError.self) { try KernelLibrary.kernel(named: name) }
  }
}
