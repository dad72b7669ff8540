import ConvolutionCore
import PictureFiles
import Testing

/// Colours by name and number, and their gray.
@Suite struct ColourTests {
  @Test(
    arguments: [
      ("white", RGB.white), ("#000", RGB.black), ("#FF8000", RGB(red: 255, green: 128, blue: 0)),
      ("1, 2,3", RGB(red: 1, green: 2, blue: 3)), ("#ff80", nil), ("1,2", nil), ("1,2,256", nil), ("", nil),
      ("puce", nil),
    ] as [(String, RGB?)])
  func colour(_ text: String, _ expected: RGB?) {
    #expect(RGB(text) == expected)
  }

  @Test func everyNameIsAColour() {
    #expect(RGB.names.allSatisfy { RGB($0) != nil })
  }

  @Test(
    arguments: [
      (GrayConversion.rec601, 144), (.rec709, 161), (.average, 117), (.red, 50), (.green, 200), (.blue, 100),
    ] as [(GrayConversion, Float)])
  func gray(_ conversion: GrayConversion, _ expected: Float) {
    let picture = Picture(channels: [50, 200, 100].map { Plane(width: 1, height: 1, repeating: $0) })
    #expect(picture.gray(conversion).values == [expected])
  }

  @Test func theAverageIsExact() {
    for red in stride(from: 0, through: 255, by: 5) {
      for green in stride(from: 0, through: 255, by: 3) {
        for blue in 0...255 {
          let picture = Picture(channels: [red, green, blue].map { Plane(width: 1, height: 1, repeating: Float($0)) })
          let sum = red + green + blue
          #expect(picture.gray(.average).values[0] == Float((sum + 1) / 3))
        }
      }
    }
  }
}
