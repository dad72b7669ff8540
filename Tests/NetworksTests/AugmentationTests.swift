import ConvolutionCore
import NetworkDescription
import NetworkTraining
import Testing

@Suite struct AugmentationTests {
  static let shape = Shape(channels: 1, height: 28, width: 28)
  static let still = AffineAugmentation(rotation: 0, scale: 0, shear: 0, shift: 0)

  static func changed(_ augmentation: Augmentation, _ picture: [UInt8], seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return [UInt8](unsafeUninitializedCapacity: picture.count) { target, count in
      picture.withUnsafeBufferPointer { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        augmentation.apply(from, shape, to, &generator)
      }
      count = picture.count
    }
  }

  /// Eight levels a column, so that a level is an eighth of a pixel.
  static let ramp = (0..<28 * 28).map { UInt8(8 * ($0 % 28)) }

  @Test(arguments: [Augmentation.none, .affine(still), .elastic(still, strength: 0)])
  func nothingToDoChangesNothing(augmentation: Augmentation) {
    #expect(AugmentationTests.changed(augmentation, AugmentationTests.ramp) == AugmentationTests.ramp)
  }

  @Test func elasticBendsSmoothlyAndNoFurtherThanItsStrength() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let bent = AugmentationTests.changed(
        .elastic(AugmentationTests.still, strength: 2), AugmentationTests.ramp, seed: seed)
      var shifts: [Double] = []
      for row in 3..<25 {
        for column in 3..<25 { shifts.append(Double(bent[row * 28 + column]) / 8 - Double(column)) }
      }
      #expect(shifts.allSatisfy { $0.magnitude <= 2.1 })
      #expect(shifts.map(\.magnitude).reduce(0, +) / Double(shifts.count) > 0.1)
      // Grid points stand seven pixels apart: between neighbours a cubic B-spline of ±2 changes by at most 4/7.
      for i in shifts.indices where i % 22 != 0 { #expect((shifts[i] - shifts[i - 1]).magnitude < 4.0 / 7 + 0.13) }
    }
  }

  @Test func affineMapsStayWithinTheirLimits() {
    // A shift alone moves every column alike.
    var limits = AugmentationTests.still
    limits.shift = 2
    var seen: [Double] = []
    for seed in 1...40 as ClosedRange<UInt64> {
      let moved = AugmentationTests.changed(.affine(limits), AugmentationTests.ramp, seed: seed)
      let shifts = (5..<23).map { Double(moved[14 * 28 + $0]) / 8 - Double($0) }
      #expect((shifts.max() ?? 9) - (shifts.min() ?? 0) < 0.13)
      seen.append(shifts[0])
    }
    #expect(seen.allSatisfy { $0.magnitude < 2.1 })
    #expect((seen.max() ?? 0) > 1.2 && (seen.min() ?? 0) < -1.2)
  }

  @Test(arguments: [Augmentation.affine(), .elastic()])
  func theSeedDecides(augmentation: Augmentation) {
    let first = AugmentationTests.changed(augmentation, AugmentationTests.ramp, seed: 5)
    #expect(first == AugmentationTests.changed(augmentation, AugmentationTests.ramp, seed: 5))
    #expect(first != AugmentationTests.changed(augmentation, AugmentationTests.ramp, seed: 6))
  }
}
