import ConvolutionCore
import KernelFiles
import Testing
import TextFormats

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

struct KernelReportTests {
  @Test(arguments: [
    (
      "sobel-x",
      """
      sobel-x (also right-sobel, robinson-5-east)
      Change along x, smoothed along y: vertical edges, positive where it grows brighter to the right.

        -1 0 1
        -2 0 2
        -1 0 1

      size      3×3
      sum       0
      gain      8 along x, 0 along y
      outputs   -1020 to 1020 for pixels 0 to 255
      rank      1: separable, column (1 2 1) times row (-1 0 1)
      symmetry  half-turn odd, left-right odd, up-down even
      group     gradient
      source    Sobel & Feldman, A 3x3 isotropic gradient operator for image processing, Stanford Artificial \
      Intelligence Project, 1968.
      """
    ),
    (
      "frei-chen-3",
      """
      frei-chen-3
      Ripple, first of two.

                    0 -1 √2
        1/(2√2) ×   1  0 -1
                  -√2  1  0

      size      3×3
      sum       0
      gain      0.292893 along x, -0.292893 along y
      outputs   -307.812 to 307.812 for pixels 0 to 255
      rank      2: a sum of 2 separable parts, times 1/(2√2)
                column (1.155 -0.816 0.000) times row (-0.408 -0.577 1.225)
                column (0.408 0.577 -1.225) times row (1.155 -0.816 0.000)
      symmetry  half-turn odd, transpose odd
      group     Frei-Chen
      source    Frei & Chen, Fast boundary detection: a generalization and a new algorithm, IEEE Trans. Comput. \
      C-26(10), 1977.
      """
    ),
    (
      "1/9 1/9; 0 1/9",
      """
      matrix

        1/9 × 1 1
              0 1

      size      2×2, anchored at row 1, column 1
      sum       0.333333
      outputs   0 to 85 for pixels 0 to 255
      rank      2: a sum of 2 separable parts, times 1/9
                column (1.082 0.669) times row (0.669 1.082)
                column (0.4133 -0.6687) times row (0.6687 -0.4133)
      symmetry  none
      """
    ),
    (
      "gaussian:6",
      """
      gaussian:6
      Gaussian blur. exp(-r²/2σ²) divided by its sum; SIZE is 2⌈3σ⌉ + 1 unless given.

        37×37 numbers are too many to print

      size      37×37
      sum       1
      outputs   0 to 255 for pixels 0 to 255
      rank      1: separable
      symmetry  half-turn even, left-right even, up-down even, transpose even, quarter-turn even
      group     families
      source    Marr & Hildreth, Theory of edge detection, Proc. R. Soc. Lond. B 207, 1980.
      """
    ),
  ])
  func reports(_ name: String, _ report: String) throws {
    #expect(try KernelLibrary.resolve(name).report() == report)
  }

  @Test func json() throws {
    #expect(
      try KernelLibrary.kernel(named: "roberts").json.text == """
        {
          "name": "roberts-1",
          "aliases": ["roberts"],
          "group": "gradient",
          "description": "Difference along the falling diagonal. Even-sized: the anchor is the upper left weight.",
          "source": "Roberts, Machine perception of three-dimensional solids, MIT Lincoln Laboratory, 1963.",
          "width": 2,
          "height": 2,
          "anchor": [0, 0],
          "numerators": [
            [1, 0],
            [0, -1]
          ],
          "divisor": 1,
          "sum": 0,
          "gain": [-1, -1],
          "outputs": [-255, 255],
          "rank": 2,
          "parts": [
            {
              "column": [1, 0],
              "row": [1, 0]
            },
            {
              "column": [0, -1],
              "row": [0, 1]
            }
          ],
          "singular_values": [1, 1],
          "symmetry": {
            "half-turn": "odd",
            "transpose": "even"
          }
        }
        """)
  }

  @Test func jsonEscapesAndNumbers() {
    let value = JSONValue.object([
      ("a\"b\\c\n\u{1}é", .array([.null, .boolean(true), .number(Float(0.1)), .number(Double.nan), .number(1e300)])),
      ("empty", .object([])),
    ])
    #expect(value.text == "{\n  \"a\\\"b\\\\c\\n\\u0001é\": [null, true, 0.1, null, 1e+300],\n  \"empty\": {}\n}")
  }
}
