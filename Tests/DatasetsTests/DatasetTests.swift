import NetworkDescription
import Testing

@Suite struct DatasetTests {
  static func examples(_ labels: [UInt8], side: Int = 2) throws -> Examples {
    try Examples(
      channels: 1, height: side, width: side,
      pixels: (0..<labels.count * side * side).map { UInt8(truncatingIfNeeded: $0) }, labels: labels)
  }

  @Test func slicesAndChoices() throws {
    let examples = try Self.examples([0, 1, 2, 1])
    #expect(examples.count == 4)
    #expect(Array(examples.picture(2)) == [8, 9, 10, 11])
    #expect(examples[1..<3].labels == [1, 2])
    #expect(examples[1..<3].pixels == Array(4..<12))
    #expect(examples[[3, 0]].labels == [1, 0])
    #expect(examples[[3, 0]].pixels == [12, 13, 14, 15, 0, 1, 2, 3])
  }

  @Test func pixelsMustFillThePictures() {
    #expect(throws: DatasetError.pixelCountMismatch(expected: 8, found: 7)) {
      try Examples(channels: 1, height: 2, width: 2, pixels: [UInt8](repeating: 0, count: 7), labels: [0, 1])
    }
    #expect(throws: DatasetError.emptyPicture(channels: 1, height: 0, width: 2)) {
      try Examples(channels: 1, height: 0, width: 2, pixels: [], labels: [UInt8]())
    }
  }

  @Test func labelsMustNameAClass() throws {
    let examples = try Self.examples([0, 1, 2])
    #expect(throws: DatasetError.labelOutOfRange(2, classes: 2, index: 2)) {
      try Dataset(name: "x", classes: ["a", "b"], training: examples)
    }
    #expect(throws: DatasetError.tooFewClasses(["a"])) {
      try Dataset(name: "x", classes: ["a"], training: try Self.examples([0]))
    }
    #expect(throws: DatasetError.noPictures) {
      try Dataset(name: "x", classes: ["a", "b"], training: try Self.examples([]))
    }
  }

  @Test func bothPartsHaveOneShape() throws {
    #expect(throws: DatasetError.shapesDiffer(training: [1, 2, 2], test: [1, 3, 3])) {
      try Dataset(
        name: "x", classes: ["a", "b"], training: try Self.examples([0, 1]), test: try Self.examples([0], side: 3))
    }
  }
}
