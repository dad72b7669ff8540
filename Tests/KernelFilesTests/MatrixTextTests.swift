import ConvolutionCore
import Foundation
import KernelFiles
import Testing

/// What people type and paste: accepted where it can mean one thing only, explained where not.
struct MatrixTextTests {
  private static let sharpen: [Float] = [0, -1, 0, -1, 5, -1, 0, -1, 0]

  @Test(arguments: [
    "0,-1,0 -1,5,-1 0,-1,0", "[[0,-1,0],[-1,5,-1],[0,-1,0]]", "[[0, -1, 0],\n [-1, 5, -1],\n [0, -1, 0]]",
    "[[ 0. -1.  0.]\n [-1.  5. -1.]\n [ 0. -1.  0.]]",
    "array([[ 0, -1,  0],\n       [-1,  5, -1],\n       [ 0, -1,  0]])",
    "np.array([[0,-1,0],[-1,5,-1],[0,-1,0]], dtype=np.float32)", "kernel = [[0,-1,0],[-1,5,-1],[0,-1,0]]",
    "[0 -1 0; -1 5 -1; 0 -1 0]", "[0, -1, 0; -1, 5, -1; 0, -1, 0];", "{{0,-1,0},{-1,5,-1},{0,-1,0}}",
    "((0,-1,0),(-1,5,-1),(0,-1,0))", "[[[[0,-1,0],[-1,5,-1],[0,-1,0]]]]", "{{0,-1,0,},{-1,5,-1,},{0,-1,0,},}",
    "0\t-1\t0\n-1\t5\t-1\n0\t-1\t0", "0 –1 0; –1 5 –1; 0 –1 0", "0 ‑1 0; ‒1 5 —1; 0 －1 0",
    "０ -1 0; -1 ５ -1; 0 -1 0", "0;-1;0\n-1;5;-1\n0;-1;0", "1/2*[0 -2 0; -2 10 -2; 0 -2 0]",
    "[0 -2 0; -2 10 -2; 0 -2 0] / 2", "2 × [0 -½ 0; -½ 5/2 -½; 0 -½ 0]", "0 -1 0; -1 5 -1; 0 -1 0; ",
    "\u{200B}0 -1 0;\u{A0}-1 5 -1; 0 -1 0", "\"0\",\"-1\",\"0\"\n\"-1\",\"5\",\"-1\"\n\"0\",\"-1\",\"0\"",
    "0 -1 0 -1 5 -1 0 -1 0", "[0,-1,0,-1,5,-1,0,-1,0]", "0,-1,0,-1,5,-1,0,-1,0",
  ])
  func theSameMatrix(_ text: String) throws {
    let kernel = try KernelReader.parse(text).kernel
    #expect(kernel.size == Size(width: 3, height: 3))
    #expect(kernel.numerators.map { $0 / kernel.divisor } == MatrixTextTests.sharpen)
  }

  @Test(
    arguments: [
      ("1 2 1 2 4 2 1 2 1", 3, true), ("1 2 3 4 5 6 7 8 9;", 9, false), ("1 2 3 4", 4, false),
      (Array(repeating: "1", count: 25).joined(separator: " "), 5, true),
      (Array(repeating: "1", count: 49).joined(separator: ","), 7, true),
      (Array(repeating: "1", count: 16).joined(separator: " "), 16, false),
      (Array(repeating: "1", count: 27).joined(separator: " "), 27, false), ("[[1,2,3,4,5,6,7,8,9]]", 9, false),
      ("1;2;3;4;5;6;7;8;9", 1, false),
    ] as [(String, Int, Bool)])
  func aRowOfNineIsASquareAndSaidToBe(_ text: String, _ width: Int, _ isSaid: Bool) throws {
    let found = try KernelReader.parse(text)
    #expect(found.kernel.width == width)
    #expect((found.remark != nil) == isSaid)
  }

  @Test(
    arguments: [
      ("-√2 0 √2", [-1.414_213_6, 0, 1.414_213_6]), ("√2/2 -√2/4", [0.707_106_77, -0.353_553_4]),
      ("1/(2√2) -1/√2", [0.353_553_4, -0.707_106_77]), ("sqrt(2)/2 2*sqrt(2)", [0.707_106_77, 2.828_427]),
      ("√(3) –√(3)", [1.732_050_8, -1.732_050_8]), ("¼ ¾ -⅓", [0.25, 0.75, -0.333_333_34]), ("1⁄4 1∕2", [0.25, 0.5]),
    ] as [(String, [Float])])
  func rootsAndFractionsInEverySpelling(_ text: String, _ weights: [Float]) throws {
    let kernel = try KernelReader.parse(text).kernel
    #expect(kernel.numerators.count == weights.count)
    for (found, expected) in zip(kernel.numerators, weights) { #expect(abs(found / kernel.divisor - expected) < 1e-6) }
  }

  @Test(
    arguments: [
      ("0,5 0,5", .decimalComma(word: "0,5")), ("0,25 0,5 0,25", .decimalComma(word: "0,25")),
      ("0,5", .decimalComma(word: "0,5")), ("1 0,5; 0,5 1", .decimalComma(word: "0,5")),
      ("0,5;1,5\n2,5;3,5", .decimalComma(word: "0,5")),
      ("[0 1", .brackets("they do not match")), ("[0 1)", .brackets("they do not match")),
      ("[[1,2],[3,[4]]]", .brackets("they are not nested alike in every row")),
      ("[[[1,2],[3,4]],[[5,6],[7,8]]]", .brackets("they hold several matrices; expected one")),
      ("[1 2] + 3", .brackets("\"+ 3\" stands behind them")), ("x*[1 2]", .brackets("\"x\" beside them is no number")),
      ("[]", .emptyMatrix), ("[[1,2],[3]]", .raggedRow(row: 2, count: 1, expected: 2)),
      ("[[1,a]]", .notANumber(word: "a", row: 1, column: 2)), ("1,,2", .emptyCell(row: 1, column: 2)),
    ] as [(String, KernelError)])
  func whatCannotBeMeantIsExplained(_ text: String, _ expected: KernelError) {
    #expect(throws: expected) { try KernelReader.parse(text) }
  }

  @Test(
    arguments: [
      ("0,1;-1,0", [0, 1, -1, 0]), ("1,2 3,4,5".replacingOccurrences(of: ",5", with: ""), nil), ("-1,1", [-1, 1]),
      ("1,2,1", [1, 2, 1]), ("0, 5", [0, 5]), ("1,-1 -1,1", [1, -1, -1, 1]), ("[0,5]", [0, 5]),
      ("{{0,1},{-1,0}}", [0, 1, -1, 0]),
    ] as [(String, [Float]?)])
  func commasThatPartNumbers(_ text: String, _ numerators: [Float]?) throws {
    guard let numerators else {
      #expect(throws: KernelError.self) { try KernelReader.parse(text) }
      return
    }
    #expect(try KernelReader.parse(text).kernel.numerators == numerators)
  }

  @Test(
    arguments: [
      ("a.mat", "3 2 9\n1 1 1\n1 1 1\n", [1, 1, 1, 1, 1, 1], 9), ("a.mat", "2,2,4,0\n1,2\n3,4\n", [1, 2, 3, 4], 4),
      ("a.csv", "\"0\",\"-1\"\r\n\"1\",\"0\"\r\n", [0, -1, 1, 0], 1),
      ("a.csv", "left,right\n1,2\n3,4\n", [1, 2, 3, 4], 1),
      ("a.csv", ",0,1\n0,1,2\n1,3,4\n", [1, 2, 3, 4], 1), ("a.csv", "\u{FEFF}0,5;-1\r\n1;2\r\n", [1, -2, 2, 4], 2),
      ("a.csv", "1;2;1\n2;4;2\n", [1, 2, 1, 2, 4, 2], 1),
      ("a.txt", "% MATLAB\n1 2 % first\n3 4 // last\n", [1, 2, 3, 4], 1),
      ("a.csv", "1,2,1,2,4,2,1,2,1\n", [1, 2, 1, 2, 4, 2, 1, 2, 1], 1),
      ("a.txt", "[[1, 2],\n [3, 4]]\n", [1, 2, 3, 4], 1),
    ] as [(String, String, [Float], Float)])
  func filesOfOtherPrograms(_ name: String, _ text: String, _ numerators: [Float], _ divisor: Float) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cnnlab-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: name).path
    try Data(text.utf8).write(to: URL(filePath: path))
    let found = try KernelReader.read(path: path)
    #expect(found.kernel.numerators == numerators && found.kernel.divisor == divisor)
    #expect(found.remark == nil)
  }

  @Test(
    arguments: [
      ("edge,blur", ["edge", "blur"]), ("[[0,1],[1,0]],edge", ["[[0,1],[1,0]]", "edge"]),
      ("np.array([[0,1],[1,0]]),edge", ["np.array([[0,1],[1,0]])", "edge"]), ("gaussian:2,5", ["gaussian:2,5"]),
      ("gaussian:2,edge", ["gaussian:2", "edge"]), ("gaussian:2,5 6", ["gaussian:2", "5 6"]), ("edge,", ["edge", ""]),
      ("1/(2√2) 0,edge", ["1/(2√2) 0", "edge"]),
    ] as [(String, [String])])
  func listsArePartedAtTheirCommas(_ list: String, _ expected: [String]) {
    #expect(KernelLibrary.specifications(in: list) == expected)
  }

  @Test func aDecimalCommaBehindAFamilyIsExplained() {
    #expect(throws: KernelError.self) { try KernelLibrary.kernel(named: "gaussian:2,5") }
    do {
      _ = try KernelLibrary.kernel(named: "gaussian:2,5")
    } catch {
      #expect(error.description.hasSuffix("found \"2,5\"; a decimal is written with a point, as \"2.5\""))
    }
  }

  @Test func aSeedIsNotRounded() {
    do {
      _ = try KernelLibrary.kernel(named: "random:3:9007199254740993")
      Issue.record("a seed beyond 2^53 was taken")
    } catch {
      #expect(
        error.description
          == "SEED in random:N:SEED must be a whole number from 0 to 9007199254740992, found \"9007199254740993\"")
    }
  }

  @Test func gradientsAreOfTwoKernels() throws {
    #expect(GradientOperator.names.contains("sobel") && GradientOperator.names.contains("prewitt-direction"))
    #expect(GradientOperator(named: "haar") == nil && GradientOperator(named: "edge") == nil)
    let sobel = try #require(GradientOperator(named: "sobel"))
    #expect(sobel.gradient.quantity == .magnitude && sobel.x.name == "sobel-x" && sobel.y.name == "sobel-y")
    #expect(throws: KernelError.isGradient(name: "scharr")) { try KernelLibrary.kernel(named: "scharr") }
    for name in GradientOperator.names { #expect(!KernelLibrary.names.contains(name)) }
  }
}
