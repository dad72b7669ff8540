/// Which input maps each kernel of a sparsely connected convolution sees.
public enum ConnectionTable: String, Sendable, Equatable, CaseIterable {
  /// Table I of LeCun, Bottou, Bengio & Haffner (1998): 6 maps to 16, 60 of 96 pairs joined.
  case lenet5

  /// Input maps.
  public var inputs: Int { 6 }
  /// Output maps.
  public var outputs: Int { rows.count }
  /// Pairs that are joined.
  public var count: Int { rows.reduce(0) { $0 + $1.count } }

  /// Whether kernel `output` sees map `input`.
  public func joins(input: Int, output: Int) -> Bool { rows[output].contains(input) }

  private var rows: [[Int]] {
    [
      [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
      [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
      [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
    ]
  }
}

extension ConnectionTable {
  /// The table whose name comes next in a SPEC.
  init(_ parser: inout SpecificationParser) throws(NetworkError) {
    guard let word = parser.next, let table = ConnectionTable(rawValue: word) else {
      throw .missingValue(layer: parser.name, expected: "a connection table: lenet5", found: parser.next)
    }
    self = table
    parser.position += 1
  }
}
