import CISAL

/// Filters and deflates rows in the ways that a compression asks for, and keeps what is smallest.
final class StripeEncoder {
  /// Deflated rows: whole bytes, none of the blocks the last of the stream.
  struct Encoded {
    var byteCount: Int
    /// Adler-32 of the filtered rows on their own.
    var adler: UInt32
  }

  private let rowBytes: Int
  private let pixel: Int
  private let filtered: UnsafeMutablePointer<UInt8>
  private let capacity: Int
  private let coders = StripeCoders()
  /// Where attempts are written that may come out smaller than the best so far; most stripes need none.
  private var spare: UnsafeMutablePointer<UInt8>?

  /// An encoder for up to `capacity` rows at a time.
  init(rowBytes: Int, pixel: Int, capacity: Int) {
    self.rowBytes = rowBytes
    self.pixel = pixel
    self.capacity = (rowBytes + 1) * capacity
    filtered = .allocate(capacity: self.capacity)
  }

  deinit {
    filtered.deallocate()
    spare?.deallocate()
  }

  /// Encodes `rowCount` rows, above which another stands, to `output`, which has room for their ``RunDeflater/bound(_:)``.
  func encode(
    _ rows: UnsafePointer<UInt8>, _ rowCount: Int, _ compression: Compression, to output: UnsafeMutablePointer<UInt8>
  ) -> Encoded {
    switch compression {
    case .fast:
      return first(rows, rowCount, to: output)
    case .balanced:
      var best = first(rows, rowCount, to: output)
      for filters in matchingFilters(rows, rowCount) {
        attempt(rows, rowCount, filters, .matches(level: matchLevel), to: output, &best)
      }
      return best
    case .small:
      return smallest(rows, rowCount, to: output)
    }
  }

  /// Encodes a part of a stripe that was encoded as a whole in every way.
  func encodePart(_ rows: UnsafePointer<UInt8>, _ rowCount: Int, to output: UnsafeMutablePointer<UInt8>) -> Encoded {
    var best = encode(rows, rowCount, .balanced, to: output)
    attempt(rows, rowCount, .grouped, .shortRuns, to: output, &best)
    return best
  }

  /// Literals and runs: what is tried in any case.
  private func first(_ rows: UnsafePointer<UInt8>, _ rowCount: Int, to output: UnsafeMutablePointer<UInt8>) -> Encoded {
    let bytes = filter(rows, rowCount, .grouped)
    let count = coders.code(bytes, .runs, to: output, limit: .max) ?? 0
    return Encoded(byteCount: count, adler: isal_adler32(1, bytes.baseAddress, UInt64(bytes.count)))
  }

  /// Encodes once more in another way and copies the result when it is smaller.
  private func attempt(
    _ rows: UnsafePointer<UInt8>, _ rowCount: Int, _ filters: RowFilters, _ coder: StripeCoders.Coder,
    to output: UnsafeMutablePointer<UInt8>, _ best: inout Encoded
  ) {
    let bytes = filter(rows, rowCount, filters)
    let target = spareOutput()
    guard let count = coders.code(bytes, coder, to: target, limit: best.byteCount) else { return }
    output.update(from: target, count: count)
    best = Encoded(byteCount: count, adler: isal_adler32(1, bytes.baseAddress, UInt64(bytes.count)))
  }

  /// The filters under which a search for matches pays, judged by some bytes from the middle.
  private func matchingFilters(_ rows: UnsafePointer<UInt8>, _ rowCount: Int) -> [RowFilters] {
    let grouped = middle(filtered, (rowBytes + 1) * rowCount)
    guard MatchEstimate.pays(grouped) else { return [] }
    let plain = middle(rows, rowBytes * rowCount)
    let runs = coders.code(grouped, .runs, to: spareOutput(), limit: .max) ?? .max
    guard hasWideSamples else {
      return [(RowFilters.grouped, grouped), (.uniform(.none), plain)].compactMap { filters, bytes in
        coders.code(bytes, .matches(level: 6), to: spareOutput(), limit: runs) == nil ? nil : filters
      }
    }
    var best: (filters: RowFilters, count: Int)?
    for (filters, bytes) in [(RowFilters.grouped, grouped), (.uniform(.none), plain)] {
      let limit = best?.count ?? runs
      if let count = coders.code(bytes, .matches(level: matchLevel), to: spareOutput(), limit: limit) {
        best = (filters, count)
      }
    }
    return best.map { [$0.filters] } ?? []
  }

  /// zlib's level. The two bytes of a sample of 16 bits are often alike, so that matches of four bytes are everywhere: its
  /// usual search takes seven times as long there as its quick one, for a few percent.
  private var matchLevel: Int32 { hasWideSamples ? 2 : 6 }

  private func smallest(
    _ rows: UnsafePointer<UInt8>, _ rowCount: Int, to output: UnsafeMutablePointer<UInt8>
  ) -> Encoded {
    var best = first(rows, rowCount, to: output)
    attempt(rows, rowCount, .adaptive, .runs, to: output, &best)
    attempt(rows, rowCount, .grouped, .shortRuns, to: output, &best)
    attempt(rows, rowCount, .adaptive, .shortRuns, to: output, &best)
    if let filters = worthwhileFilters(rows, rowCount) {
      attempt(rows, rowCount, filters, .matches(level: 8), to: output, &best)
    }
    return best
  }

  /// The filters under which zlib's level 8 is worth its time, judged by a quarter of the rows at its default level.
  ///
  /// Its highest level takes three times as long for some thousandths.
  private func worthwhileFilters(_ rows: UnsafePointer<UInt8>, _ rowCount: Int) -> RowFilters? {
    let sampled = max(1, rowCount / 4)
    let sample = rows + (rowCount - sampled) / 2 * rowBytes
    var best: (filters: RowFilters, count: Int)?
    var runs = 0
    for filters in [RowFilters.grouped, .uniform(.none), .adaptive] {
      let bytes = filter(sample, sampled, filters)
      if filters == .grouped { runs = coders.code(bytes, .runs, to: spareOutput(), limit: .max) ?? .max }
      let count = coders.code(bytes, .matches(level: 6), to: spareOutput(), limit: best?.count ?? .max)
      if let count { best = (filters, count) }
    }
    // What is a sixteenth larger than the runs at the default level is still larger at a higher one.
    return best.flatMap { $0.count < runs + runs / 16 ? $0.filters : nil }
  }

  private func filter(
    _ rows: UnsafePointer<UInt8>, _ rowCount: Int, _ filters: RowFilters
  ) -> UnsafeBufferPointer<UInt8> {
    filters.apply(rows, rowCount: rowCount, rowBytes: rowBytes, pixel: pixel, into: filtered)
    return UnsafeBufferPointer(start: filtered, count: (rowBytes + 1) * rowCount)
  }

  /// True for gray and colours of 16 bits, the only pixels of two and of six bytes.
  private var hasWideSamples: Bool { pixel == 2 || pixel == 6 }

  /// Some of `count` bytes, from the middle.
  private func middle(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UnsafeBufferPointer<UInt8> {
    let taken = min(16 << 10, count)
    return UnsafeBufferPointer(start: bytes + (count - taken) / 2, count: taken)
  }

  private func spareOutput() -> UnsafeMutablePointer<UInt8> {
    if let spare { return spare }
    let made = UnsafeMutablePointer<UInt8>.allocate(capacity: RunDeflater.bound(capacity))
    spare = made
    return made
  }
}
