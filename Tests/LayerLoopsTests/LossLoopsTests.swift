import CLayerLoops
import CProcessor
import ConvolutionCore
import LayerLoops
import NetworkDescription
import Testing

#if arch(x86_64)
  import LayerLoopsAVX2
  import LayerLoopsAVX512
#endif

/// The loops over blocks of 16 samples against the definitions, in every build that this processor can run.
@Suite struct LossLoopsTests {
  static let block = 16

  /// 0 what every processor has, 1 AVX2, 2 AVX-512.
  static let levels = Array(0...Int(cprocessor_supported_level()))

  private func loops(_ level: Int) -> LayerLoopTable {
    let table = UnsafeMutablePointer<LayerLoopTable>.allocate(capacity: 1)
    defer { table.deallocate() }
    #if arch(x86_64)
      switch level {
      case 2: LayerLoopsAVX512.fillLayerLoops(table)
      case 1: LayerLoopsAVX2.fillLayerLoops(table)
      default: LayerLoops.fillLayerLoops(table)
      }
    #else
      LayerLoops.fillLayerLoops(table)
    #endif
    return table.pointee
  }

  /// Outputs of `classes` × 16, and a label for each sample.
  private func numbers(_ classes: Int) -> (outputs: [Float], labels: [Int32]) {
    var generator = SeededGenerator(seed: UInt64(classes))
    let outputs = (0..<classes * Self.block).map { _ in Float(generator.index(below: 2001)) / 250 - 4 }
    return (outputs, (0..<Self.block).map { _ in Int32(generator.index(below: classes)) })
  }

  /// Loss and gradient of a block in which only the first `samples` lanes hold a picture.
  private func run(
    _ loss: Loss, _ level: Int, _ outputs: [Float], _ labels: [Int32], samples: Int, smoothing: Float, scale: Float
  ) -> (losses: [Float], gradient: [Float]) {
    let table = loops(level)
    var losses = [Float](repeating: -1, count: Self.block)
    var gradient = [Float](repeating: -1, count: outputs.count)
    let classes = outputs.count / Self.block
    switch loss {
    case .crossEntropy:
      table.crossEntropy(outputs, classes, labels, samples, smoothing, scale, &gradient, &losses)
    case .squared: table.squaredError(outputs, classes, labels, samples, smoothing, scale, &gradient, &losses)
    case .hinge: table.hinge(outputs, classes, labels, samples, scale, &gradient, &losses)
    }
    return (losses, gradient)
  }

  @Test(arguments: levels, Loss.allCases) func lossesAndSlopesAreThoseOfTheDefinition(_ level: Int, _ loss: Loss) {
    for (classes, samples, smoothing) in [(2, 16, 0.0), (10, 16, 0), (10, 5, 0), (17, 1, 0), (10, 16, 0.25)] {
      let smoothing = loss == .hinge ? 0 : smoothing
      let (outputs, labels) = numbers(classes)
      let found = run(
        loss, level, outputs, labels, samples: samples, smoothing: Float(smoothing), scale: 0.5)
      for lane in 0..<Self.block {
        guard lane < samples else {
          #expect(found.losses[lane] == 0)
          #expect((0..<classes).allSatisfy { found.gradient[$0 * Self.block + lane] == 0 })
          continue
        }
        var values = (0..<classes).map { Double(outputs[$0 * Self.block + lane]) }
        func value() -> Double {
          loss.value(label: Int(labels[lane]), count: classes, kind: .scores, smoothing: smoothing) { values[$0] }
        }
        let right = value()
        #expect(abs(Double(found.losses[lane]) - right) <= 2e-6 * max(1, right))
        for index in 0..<classes {
          let middle = values[index]
          values[index] = middle + 1e-6
          let above = value()
          values[index] = middle - 1e-6
          let slope = 0.5 * (above - value()) / 2e-6
          values[index] = middle
          // At a corner of the hinge either side is right.
          let slack = loss == .hinge && abs(slope * 2 - (slope * 2).rounded()) > 1e-3 ? 0.5 : 2e-6
          #expect(
            abs(Double(found.gradient[index * Self.block + lane]) - slope) <= slack * max(1, slope.magnitude) + 1e-8)
        }
      }
    }
  }

  @Test(arguments: levels) func theFirstOfTheLargestWins(_ level: Int) {
    let table = loops(level)
    // Sample n has its largest value at class n modulo 3, and once more behind it.
    var outputs = [Float](repeating: 0, count: 6 * Self.block)
    for lane in 0..<Self.block {
      outputs[(lane % 3) * Self.block + lane] = 2
      outputs[(lane % 3 + 2) * Self.block + lane] = 2
    }
    var winners = [Int32](repeating: -1, count: Self.block)
    table.largest(outputs, 6, &winners)
    #expect(winners == (0..<16).map { Int32($0 % 3) })
  }

  @Test(arguments: levels) func softmaxIsTheShareOfThePowers(_ level: Int) {
    let table = loops(level)
    // ln 1, ln 2 and ln 5 over any common number: shares of 1/8, 2/8 and 5/8.
    let logarithms: [Float] = [0, 0.693_147_2, 1.609_437_9]
    let logits = logarithms.flatMap { value in (0..<Self.block).map { value + Float($0 * 20 - 160) } }
    var shares = [Float](repeating: 0, count: logits.count)
    table.softmax(logits, 3, &shares)
    for lane in 0..<Self.block {
      for (index, share) in [Float(0.125), 0.25, 0.625].enumerated() {
        #expect(abs(shares[index * Self.block + lane] - share) < 2e-6)
      }
    }
  }
}
