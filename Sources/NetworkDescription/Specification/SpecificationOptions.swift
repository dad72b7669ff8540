import ConvolutionCore

/// The numbers behind a layer's word.
extension SpecificationParser {
  mutating func number(_ what: String, _ range: ClosedRange<Int>) throws(NetworkError) -> Int {
    guard let word = next, let value = Int(word) else {
      throw .missingValue(layer: name, expected: what, found: next)
    }
    try check(value, what, range)
    position += 1
    return value
  }

  /// `5x3` is five rows of three columns; `5` alone is square.
  mutating func size(
    _ what: String, _ range: ClosedRange<Int> = 1...1024
  ) throws(NetworkError) -> Size {
    let parts = (next ?? "").split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let first = parts.first, let height = first, let last = parts.last, let width = last else {
      throw .missingValue(layer: name, expected: what, found: next)
    }
    try check(height, what, range)
    try check(width, what, range)
    position += 1
    return Size(width: width, height: height)
  }

  private func check(_ value: Int, _ what: String, _ range: ClosedRange<Int>) throws(NetworkError) {
    guard range.contains(value) else {
      throw .valueOutOfRange(
        layer: name, what: what, found: "\(value)", expected: "\(range.lowerBound) to \(range.upperBound)")
    }
  }
}
