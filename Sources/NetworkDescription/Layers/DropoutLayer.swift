/// Dropout: while training each value is 0 with probability `rate`, and else divided by 1 − rate; otherwise nothing.
public struct DropoutLayer: Sendable, Equatable {
  /// The probability of a zero, from 0 up to but not including 1.
  public var rate: Float

  /// Dropout with the probability `rate`.
  public init(rate: Float) { self.rate = rate }
}

// SPEC: dropout RATE
extension DropoutLayer {
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    guard let rate = parser.next.flatMap(Float.init) else {
      throw .missingValue(layer: parser.name, expected: "a rate, as dropout 0.5", found: parser.next)
    }
    guard rate >= 0, rate < 1 else {
      throw .valueOutOfRange(layer: parser.name, what: "the rate", found: "\(rate)", expected: "0 up to but not 1")
    }
    parser.position += 1
    self.init(rate: rate)
  }

  var text: String { "dropout \(rate)" }

  var numbers: [Int32] { [CodeReader.bits(rate)] }
}
