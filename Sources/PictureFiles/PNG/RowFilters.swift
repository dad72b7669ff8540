/// How the rows of a stripe are filtered.
enum RowFilters: Equatable {
  /// All in one way.
  case uniform(PNGFilter)
  /// A group of rows in the way that ``FilterChoice`` finds for it.
  case grouped
  /// For each row the filter whose bytes, taken as signed, have the least sum of magnitudes.
  case adaptive

  /// Filters `rowCount` rows into lines of a filter byte and the row; the row above stands before the first.
  func apply(
    _ rows: UnsafePointer<UInt8>, rowCount: Int, rowBytes: Int, pixel: Int, into lines: UnsafeMutablePointer<UInt8>
  ) {
    switch self {
    case .uniform(let filter):
      RowFilters.apply(filter, rows, rowCount, rowBytes, pixel, into: lines)
    case .grouped:
      let group = FilterChoice.rowsPerGroup(rowBytes: rowBytes)
      for y in stride(from: 0, to: rowCount, by: group) {
        let (row, line, count) = (rows + y * rowBytes, lines + y * (rowBytes + 1), min(group, rowCount - y))
        let filter = FilterChoice.filter(row, rowCount: count, rowBytes: rowBytes, pixel: pixel, scratch: line)
        RowFilters.apply(filter, row, count, rowBytes, pixel, into: line)
      }
    case .adaptive:
      for y in 0..<rowCount {
        RowFilters.applyBest(rows + y * rowBytes, rowBytes, pixel, into: lines + y * (rowBytes + 1))
      }
    }
  }

  private static func apply(
    _ filter: PNGFilter, _ rows: UnsafePointer<UInt8>, _ rowCount: Int, _ rowBytes: Int, _ pixel: Int,
    into lines: UnsafeMutablePointer<UInt8>
  ) {
    for y in 0..<rowCount {
      let row = rows + y * rowBytes
      let line = lines + y * (rowBytes + 1)
      line[0] = filter.rawValue
      filter.apply(row, above: row - rowBytes, count: rowBytes, pixel: pixel, into: line + 1)
    }
  }

  private static func applyBest(
    _ row: UnsafePointer<UInt8>, _ count: Int, _ pixel: Int, into line: UnsafeMutablePointer<UInt8>
  ) {
    var best = (sum: Int.max, filter: PNGFilter.none)
    for filter in PNGFilter.allCases {
      filter.apply(row, above: row - count, count: count, pixel: pixel, into: line + 1)
      var sum = 0
      for x in 1...count { sum &+= Int(Int8(bitPattern: line[x]).magnitude) }
      if sum < best.sum { best = (sum, filter) }
    }
    line[0] = best.filter.rawValue
    best.filter.apply(row, above: row - count, count: count, pixel: pixel, into: line + 1)
  }
}
