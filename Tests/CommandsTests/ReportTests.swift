import Commands
import ConvolutionCore
import SystemServices
import Threading
import Synchronization
import Testing

@Suite struct ReportTests {
  @Test func columnsAreAligned() {
    var table = TextTable(numbersFrom: 1)
    table.add(["input", "1"])
    table.add(["größe", "1,000"])
    table.add(["x"])
    #expect(table.text() == "input      1\ngröße  1,000\nx")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (61_706, "61,706"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func thousandsArePartedByCommas(_ value: Int, _ expected: String) {
    #expect(thousands(value) == expected)
  }

  @Test(arguments: [
    (0, 4, 20, "░░░░░░░░░░░░░░░ 0/4"), (1, 4, 20, "███░░░░░░░░░░░░ 1/4"), (4, 4, 20, "███████████████ 4/4"),
    (7, 200, 3, "░░░░   7/200"), (0, 0, 12, "███████ 0/0"),
  ])
  func theBarFillsItsColumns(_ done: Int, _ total: Int, _ columns: Int, _ expected: String) {
    #expect(ItemProgress.line(done, of: total, columns: columns) == expected)
  }

  @Test(arguments: [(0.0, "0:00"), (6.2, "0:07"), (760, "12:40"), (3_723, "1:02:03"), (-1, "0:00")])
  func timesAsClocksShowThem(_ seconds: Double, _ expected: String) { #expect(clockTime(seconds) == expected) }

  @Test(arguments: [
    (5_200_000, 3_100_000.0, 60, "a.gz ███████████░░░░░░░░░░░ 5.2/9.9 MB  3.1 MB/s  0:02 left"),
    (0, 0, 30, "a.gz ░░░░░░░░░░░░░ 0.0/9.9 MB"), (9_900_000, 0, 16, "████ 9.9/9.9 MB"), (0, 0, 6, " 0.0/"),
  ])
  func aTransferSaysSizesAndTime(_ received: Int, _ rate: Double, _ columns: Int, _ expected: String) {
    #expect(TransferProgress.line("a.gz", received, of: 9_900_000, rate: rate, columns: columns) == expected)
  }

  @Test func reportsComeInOrderWhateverTheThreads() {
    let seen = Mutex<[Int]>([])
    let reports = OrderedReports<Int> { index, value in
      #expect(value == index * 2)
      seen.withLock { $0.append(index) }
    }
    parallelFor(500, threads: 4) { index in
      // The last come first.
      reports.add((499 - index) * 2, at: 499 - index)
    }
    #expect(seen.withLock { $0 } == Array(0..<500))
  }

  @Test func aStageSaysTheSizeOfItsKernel() throws {
    let kernel = try Kernel(width: 3, height: 1, numerators: [-1, 0, 1])
    #expect(Stage(name: "slope", operation: .convolution(kernel, Convolution())).label == "slope 3×1")
    #expect(Stage(name: "relu", operation: .activation(.relu)).label == "relu")
    #expect(Stage(name: "a\u{1B}[31m\n", operation: .activation(.relu)).label == "a\\u{1B}[31m\\n")
    let gradient = Gradient(x: kernel, y: try Kernel(width: 1, height: 3, numerators: [-1, 0, 1]))
    #expect(Stage(name: "slope", operation: .gradient(gradient, Convolution())).label == "slope 3×3")
  }
}
