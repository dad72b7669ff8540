import Commands
import Testing

/// Counts and measurements as tables and lines.
@Suite struct TablesTests {
  @Test func mistakesAreCountedByTruthAndAnswer() {
    let counts = ConfusionCounts(
      labels: [0, 0, 0, 1, 1, 1, 1], answers: [0, 0, 1, 1, 1, 1, 0], classes: ["cat", "dog", "boat"])
    // Of three taken for a cat two are one; of four dogs three are found; no boat is there, and none was seen.
    #expect(counts.precision(0) == 2.0 / 3 && counts.recall(0) == 2.0 / 3)
    #expect(counts.precision(1) == 0.75 && counts.recall(1) == 0.75)
    #expect(counts.precision(2) == nil && counts.recall(2) == nil)
    #expect(
      counts.text == """
        truth \\ answer     cat     dog  boat  recall
        cat                  2       1     ·  66.7 %
        dog                  1       3     ·  75.0 %
        precision       66.7 %  75.0 %     –
        """)
  }

  @Test func levelsFallIntoEqualParts() {
    var levels = HistogramCounts()
    // Fractions are rounded down, and what lies outside counts as the nearest level.
    for row in [[0, 0.9, 127.9, 128], [255, 300, -5, 63.999]] as [[Float]] {
      row.withUnsafeBufferPointer { levels.add($0) }
    }
    #expect(Histogram(levels, bins: 4).line == "0 █▂▂▄ 255")
    #expect(
      Histogram(levels, bins: 2).table == """
          0–127  5   62.5 %  ████████████████████████████████████████
        128–255  3   37.5 %  ████████████████████████
        """)
  }

  @Test func aLineOfTheLogIsReadAsItWasWritten() {
    let measured = EpochRow(
      epoch: 3, seconds: 1.5, loss: 0.25, accuracy: 0.875, validation: .init(loss: 0.5, accuracy: 0.75))
    #expect(measured.text == "3,1.500,0.250000,0.875000,0.500000,0.750000")
    #expect(EpochRow(measured.text) == measured)
    let unmeasured = EpochRow(epoch: 1, seconds: 2, loss: 0.5, accuracy: 0.5, validation: nil)
    #expect(unmeasured.text == "1,2.000,0.500000,0.500000,,")
    #expect(EpochRow(unmeasured.text) == unmeasured)
    for text in ["", "epoch,seconds", "1,2,3,4,5", "x,1,1,1,1,1"] { #expect(EpochRow(text) == nil, "\(text)") }
  }
}
