import Datasets
import DrawnDigits
import NetworkDescription
import Testing

@Suite struct DrawnDigitsTests {
  @Test func everyPictureDependsOnSeedAndIndexAlone() {
    let digits = DigitSequence(seed: 7)
    let some = digits.examples(300..<700)
    #expect(some.labels[5] == 5 && some.count == 400)
    for index in [300, 301, 555, 699] {
      #expect(Array(some.picture(index - 300)) == digits.picture(index))
    }
    #expect(DigitSequence(seed: 8).picture(300) != digits.picture(300))
    #expect(digits.picture(310) != digits.picture(300))
  }

  @Test func theBitsStayTheSame() {
    // FNV-1a over the first hundred pictures: whoever changes how digits are drawn changes this number knowingly.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for pixel in DigitSequence(seed: 1).examples(0..<100).pixels {
      hash = (hash ^ UInt64(pixel)) &* 0x100_0000_01b3
    }
    #expect(hash == 2_285_415_886_065_223_063)
  }

  @Test func inkLiesAsInMNIST() {
    let examples = DigitSequence(seed: 3).examples(0..<500)
    for index in 0..<examples.count {
      let picture = Array(examples.picture(index))
      var mass = 0.0
      var x = 0.0
      var y = 0.0
      var columns = Set<Int>()
      var rows = Set<Int>()
      for (place, value) in picture.enumerated() where value > 0 {
        mass += Double(value)
        x += Double(value) * (Double(place % 28) + 0.5)
        y += Double(value) * (Double(place / 28) + 0.5)
        columns.insert(place % 28)
        rows.insert(place / 28)
      }
      // The centre of mass is on pixel 14, 14 to the nearest pixel, unless ink would leave the picture; the box is
      // 20 pixels, 22 with the soft edge.
      #expect(abs(x / mass - 14.5) < 0.6 && abs(y / mass - 14.5) < 0.6, "picture \(index)")
      #expect(columns.count <= 23 && rows.count <= 23 && max(columns.count, rows.count) >= 18, "picture \(index)")
    }
  }

  @Test func theDataSetIsDividedAsMNIST() throws {
    let test = try readTestExamples(.named(.digits))
    #expect(test.classes == (0...9).map { String($0) })
    #expect(test.examples.count == 10_000)
    #expect(Array(test.examples.picture(17)) == DigitSequence().picture(60_017))
  }
}
