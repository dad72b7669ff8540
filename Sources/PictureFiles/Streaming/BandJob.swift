import ConvolutionCore

/// Some rows of one map as numbers, folded along the rows where they are pooled; what has to go in order follows later.
final class BandJob: MapJob, @unchecked Sendable {
  /// For each channel its rows, one behind the other.
  let result: Band
  /// The values' range, where it is asked for and nothing is pooled.
  private(set) var range = ValueRange()
  private let pooling: RowPooling?
  private let findsRange: Bool

  init(
    map: Int, values: MapValues, channels: Int, rows: Range<Int>, result: Band, pooling: RowPooling?, findsRange: Bool
  ) {
    self.result = result
    self.pooling = pooling
    self.findsRange = findsRange
    super.init(map: map, values: values, channels: channels, rows: rows)
  }

  override func compute() {
    for channel in 0..<channels {
      let target = result.start + channel * rows.count * result.rowBytes
      if let pooling {
        fold(channel, pooling, into: target)
      } else {
        let floats = target.assumingMemoryBound(to: Float.self)
        values.apply(to: lines(channel, for: rows), rows: rows, into: floats)
        if findsRange { range.add(floats, rows.count * values.output.width) }
      }
    }
  }

  private func fold(_ channel: Int, _ pooling: RowPooling, into target: UnsafeMutableRawPointer) {
    let width = values.output.width
    let step = values.rowsAtOnce(rows.count)
    let floats = UnsafeMutablePointer<Float>.allocate(capacity: step * width)
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: pooling.scratchBytes, alignment: 64)
    defer {
      floats.deallocate()
      scratch.deallocate()
    }
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let part = first..<min(first + step, rows.upperBound)
      values.apply(to: lines(channel, for: part), rows: part, into: floats)
      for y in part {
        pooling.fold(
          floats + (y - first) * width, into: target + (y - rows.lowerBound) * result.rowBytes, scratch: scratch)
      }
    }
  }
}

/// Memory for the rows of a band, used again and again.
final class Band: Sendable {
  nonisolated(unsafe) let start: UnsafeMutableRawPointer
  let rowBytes: Int

  init(rowBytes: Int, rows: Int) {
    self.rowBytes = rowBytes
    start = .allocate(byteCount: rowBytes * rows, alignment: 64)
  }

  deinit { start.deallocate() }
}
