import SystemServices
import Threading

/// Computes `count` rows of equal width on all cores, each row from its index alone, and lays them end to end.
func parallelRows<Element: Sendable>(
  _ count: Int, width: Int, repeating blank: Element, threads: Int = coreCount,
  _ row: @Sendable (Int) -> [Element]
) -> [Element] {
  var all = [Element](repeating: blank, count: count * width)
  all.withUnsafeMutableBufferPointer { buffer in
    nonisolated(unsafe) let buffer = buffer
    parallelFor(count, threads: threads) { index in
      let values = row(index)
      for x in 0..<width { buffer[index * width + x] = values[x] }
    }
  }
  return all
}
