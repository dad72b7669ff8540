import Testing
import TextFormats

@Suite struct DecimalTests {
  @Test(arguments: [
    (1.5, 2, "1.50"), (-0.125, 3, "-0.125"), (1e20, 0, "100000000000000000000"), (0.125, 2, "0.12"), (-0.4, 0, "-0"),
    (2.675, 2, "2.67"), (99.995, 1, "100.0"),
  ])
  func fixedPlaces(value: Double, places: Int, text: String) {
    #expect(decimal(value, places) == text)
  }
}
