import ConvolutionCore
import Foundation
import Testing

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
private let module = root.appending(path: "build/wasm/convolution.wasm").path

/// The same sources as WebAssembly give the same bits. `make wasm` builds the module; node runs it.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: module), "`make wasm` builds the module"))
struct WebAssemblyTests {
  /// One call; names as in run.mjs.
  private struct Job: Encodable {
    var width = 0
    var height = 0
    var values: [Float]
    var numerators: [Float]?
    var divisor: Float?
    var bias: Float?
    var options: [Int]?
    var activation: Int?
    var parameter: Float?
    var pool: Int?
    var window: Int?
    var stride: Int?
  }

  private enum Outcome: Decodable, Equatable {
    case bits([UInt32])
    case error(Int)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let bits = try? container.decode([UInt32].self) {
        self = .bits(bits)
      } else {
        self = .error(try container.decode(Int.self))
      }
    }

    init(_ values: [Float]) { self = .bits(values.map(\.bitPattern)) }
  }

  private func run(_ jobs: [Job]) throws -> [Outcome] {
    let node = Process()
    node.executableURL = URL(filePath: "/usr/bin/env")
    node.arguments = ["node", root.appending(path: "Tests/WebAssembly/run.mjs").path, module]
    let folder = FileManager.default.temporaryDirectory.appending(path: "wasm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "jobs.json")
    let output = folder.appending(path: "results.json")
    try JSONEncoder().encode(jobs).write(to: input)
    try Data().write(to: output)
    node.standardInput = try FileHandle(forReadingFrom: input)
    node.standardOutput = try FileHandle(forWritingTo: output)
    try node.run()
    node.waitUntilExit()
    try #require(node.terminationStatus == 0)
    return try JSONDecoder().decode([Outcome].self, from: Data(contentsOf: output))
  }

  private func job(_ convolution: Convolution, _ kernel: Kernel, _ plane: Plane, reference: Bool) -> Job {
    let (padding, count) =
      switch convolution.padding {
      case .valid: (0, 0)
      case .same: (1, 0)
      case .full: (2, 0)
      case .explicit(let count): (3, count)
      case .sameStrided, .sides: (-1, 0)
      }
    let border = Border.allCases.firstIndex(of: convolution.border) ?? 0
    return Job(
      width: plane.width, height: plane.height, values: plane.values, numerators: kernel.numerators,
      divisor: kernel.divisor, bias: convolution.bias,
      options: [
        kernel.width, kernel.height, convolution.stride, convolution.dilation, padding, count, border,
        convolution.flip ? 1 : 0, reference ? 1 : 0, 0,
      ])
  }

  /// Fractions and whole numbers, by the definition and by the fast path.
  @Test(arguments: [false, true])
  func convolutionsHaveTheNativeBits(reference: Bool) throws {
    var noise = Noise(seed: 9)
    var jobs: [Job] = []
    var expected: [Outcome] = []
    for kernelSize in [(1, 1), (3, 3), (2, 4), (5, 5), (9, 1), (15, 15)].map({ Size(width: $0.0, height: $0.1) }) {
      let fractions = try noise.kernel(kernelSize)
      let whole = try Kernel(
        width: kernelSize.width, height: kernelSize.height, numerators: fractions.numerators.map { ($0 * 9).rounded() })
      for pictureSize in [Size(width: 1, height: 1), Size(width: 13, height: 5), Size(width: 71, height: 9)] {
        let plane = noise.plane(pictureSize)
        for (index, convolution) in everyConvolution.enumerated() where index % 7 == 0 {
          for kernel in [fractions, whole] {
            jobs.append(job(convolution, kernel, plane, reference: reference))
            if let map = try? convolution.apply(plane, with: kernel) {
              expected.append(Outcome(map.values))
            } else {
              expected.append(.error(-1))
            }
          }
        }
      }
    }
    let found = try run(jobs)
    #expect(found.count == expected.count)
    for index in found.indices where found[index] != expected[index] {
      Issue.record("job \(index), \(jobs[index].width)×\(jobs[index].height), \(jobs[index].options ?? [])")
      return
    }
  }

  @Test func activationsHaveTheNativeBits() throws {
    let values = (-300...300).map { Float($0) * 0.317 }
    let plane = Plane(width: values.count, height: 1, values: values)
    let cases: [(Int, Float, Activation)] = [
      (1, 0, .relu), (2, 0.125, .leakyReLU(slope: 0.125)), (3, 1, .tanh), (3, 255, .tanh), (4, 1, .sigmoid),
      (4, 255, .sigmoid),
    ]
    let found = try run(cases.map { Job(values: values, activation: $0.0, parameter: $0.1) })
    #expect(found == cases.map { Outcome($0.2.applied(to: plane, scale: $0.1).values) })
  }

  @Test func poolingsHaveTheNativeBits() throws {
    var noise = Noise(seed: 4)
    let plane = noise.plane(Size(width: 19, height: 8))
    var jobs: [Job] = []
    var expected: [Outcome] = []
    for (index, kind) in [Pooling.Kind.max, .average, .sum].enumerated() {
      for window in 1...9 {
        jobs.append(
          Job(width: plane.width, height: plane.height, values: plane.values, pool: index, window: window, stride: 2))
        let pooling = Pooling(kind, window: window, stride: 2)
        expected.append((try? pooling.apply(plane)).map { Outcome($0.values) } ?? .error(-1))
      }
    }
    #expect(try run(jobs) == expected)
  }
}
