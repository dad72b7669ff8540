import NetworkDescription

/// Zeroed memory for floats, aligned for the widest vectors, freed with its last reference.
///
/// Threads share it: who writes where is settled by the plan (its own block, its own shard, its own range).
package final class LaneBuffer: @unchecked Sendable {
  package let start: UnsafeMutablePointer<Float>
  package let count: Int

  package init(_ count: Int) {
    self.count = max(count, LaneBuffer.block)
    start =
      UnsafeMutableRawPointer
      .allocate(byteCount: self.count * MemoryLayout<Float>.stride, alignment: 4096)
      .bindMemory(to: Float.self, capacity: self.count)
    start.initialize(repeating: 0, count: self.count)
  }

  deinit { start.deallocate() }

  package func clear() { start.update(repeating: 0, count: count) }

  /// Samples side by side.
  package static let block = 16

  /// `count` rounded up to whole blocks.
  package static func padded(_ count: Int) -> Int { (count + block - 1) / block * block }
}

/// A constant table that C structures point into, freed with its last reference.
package final class LaneTable<Element: BitwiseCopyable>: @unchecked Sendable {
  package let start: UnsafePointer<Element>

  package init(_ elements: [Element]) {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() { memory[index] = element }
    start = UnsafePointer(memory)
  }

  deinit { start.deallocate() }
}
