/// Deflates bytes as one block of literals and runs of the byte before (RFC 1951), without a search for other matches.
///
/// On filtered photographs that search finds little and takes most of the time: this comes out as small as zlib's best,
/// or smaller, in a twentieth of the time. Runs are taken where the code says that they are shorter than their literals.
final class RunDeflater {
  /// A byte equal to the one before it, `length` times from `start` on; not taken when its literals are shorter.
  private struct Run {
    var start: Int
    var length: Int
    var isTaken: Bool
  }

  private static let endOfBlock = 256
  private static let symbolCount = 286
  /// Codes of at most 12 bits: four literals fit between two stores, and it costs under a thousandth of the size.
  private static let longestCode = 12
  /// Bytes that are looked at together; neighbouring ones share a block unless codes of their own pay.
  private static let segmentBytes = 16 << 10
  /// What a block's header takes, about, in bits.
  private static let headerBits = 640

  private var runs: [Run] = []

  /// The most bytes that ``deflate(_:to:)`` writes for `count` bytes, the writer's spare ones included.
  static func bound(_ count: Int) -> Int { count + (count / segmentBytes + 1) * 5 + 1024 }

  /// Appends blocks, none of them the last of the stream; the writer need not be aligned.
  func deflate(_ input: UnsafeBufferPointer<UInt8>, to writer: inout BitWriter) {
    guard let bytes = input.baseAddress else { return }
    var start = 0
    var (end, counts, bits) = nextSegment(bytes, from: 0, input.count)
    var blockRuns = runs
    while end < input.count {
      let (nextEnd, nextCounts, nextBits) = nextSegment(bytes, from: end, input.count)
      let joined = zip(counts, nextCounts).map { $0 &+ $1 }
      let joinedBits = RunDeflater.entropy(joined)
      if joinedBits <= bits + nextBits + RunDeflater.headerBits {
        (end, counts, bits) = (nextEnd, joined, joinedBits)
        blockRuns += runs
      } else {
        swap(&runs, &blockRuns)
        writeBlock(bytes, start..<end, counts, to: &writer)
        swap(&runs, &blockRuns)
        (start, end, counts, bits) = (end, nextEnd, nextCounts, nextBits)
        blockRuns = runs
      }
    }
    runs = blockRuns
    writeBlock(bytes, start..<end, counts, to: &writer)
  }

  private static func entropy(_ counts: [UInt32]) -> Int {
    counts.withUnsafeBufferPointer { BitCost.bits($0) }
  }

  /// Looks at the next segment: its end, the counts of bytes outside runs, and the bits that these take.
  private func nextSegment(
    _ bytes: UnsafePointer<UInt8>, from start: Int, _ count: Int
  ) -> (end: Int, counts: [UInt32], bits: Int) {
    // A rest that is too short for a segment of its own is joined to the last.
    let end = count - start < 2 * RunDeflater.segmentBytes ? count : start + RunDeflater.segmentBytes
    var counts = [UInt32](repeating: 0, count: RunDeflater.symbolCount)
    scan(bytes, start..<end, &counts)
    return (end, counts, RunDeflater.entropy(counts))
  }

  /// Writes one block from the counts of its bytes outside runs, and its runs.
  private func writeBlock(
    _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ literals: [UInt32], to writer: inout BitWriter
  ) {
    var literals = literals
    literals[RunDeflater.endOfBlock] = 1
    let plain = literalsOnly(bytes, literals)

    // With all runs taken the code shows which are worth it; with those, it is made anew.
    var code = HuffmanCode(counts: withRuns(bytes, literals), limit: RunDeflater.longestCode)
    for index in runs.indices {
      let (length, byte) = (runs[index].length, Int(bytes[runs[index].start]))
      let cost = RunDeflater.matchCost(length, code)
      let literalBits = Int(code.lengths[byte])
      runs[index].isTaken = literalBits == 0 || cost < length * literalBits
    }
    let counts = withRuns(bytes, literals)
    code = HuffmanCode(counts: counts, limit: RunDeflater.longestCode)
    var bits = code.cost(counts) + extraBits
    let plainCode = HuffmanCode(counts: plain, limit: RunDeflater.longestCode)
    if plainCode.cost(plain) <= bits {
      (code, bits) = (plainCode, plainCode.cost(plain))
      runs.removeAll(keepingCapacity: true)
    }
    let header = BlockHeader(literalLengths: code.lengths, distanceLengths: [1])
    if header.bits + bits >= 8 * range.count {
      StoredBlocks.append(UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count), to: &writer)
    } else {
      header.write(to: &writer)
      emit(bytes, range, code, to: &writer)
    }
  }

  /// Counts the bytes outside runs and notes the runs: eight bytes at a time, so that none is shorter than eight.
  private func scan(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ literals: inout [UInt32]) {
    runs.removeAll(keepingCapacity: true)
    // Four histograms: a byte that repeats need not wait for its own count to be stored.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1024) { table in
      table.initialize(repeating: 0)
      guard let table = table.baseAddress else { return }
      let raw = UnsafeRawPointer(bytes)
      var x = range.lowerBound
      let count = range.upperBound
      if x == 0 && count > 0 {
        table[Int(bytes[0])] &+= 1
        x = 1
      }
      while x &+ 8 <= count {
        let word = raw.loadUnaligned(fromByteOffset: x, as: UInt64.self)
        if word == raw.loadUnaligned(fromByteOffset: x &- 1, as: UInt64.self) {
          let start = x
          x &+= 8
          while x &+ 8 <= count, raw.loadUnaligned(fromByteOffset: x, as: UInt64.self) == word { x &+= 8 }
          while x < count, bytes[x] == bytes[start] { x &+= 1 }
          runs.append(Run(start: start, length: x &- start, isTaken: true))
          continue
        }
        table[Int(truncatingIfNeeded: word & 255)] &+= 1
        table[256 &+ Int(truncatingIfNeeded: word &>> 8 & 255)] &+= 1
        table[512 &+ Int(truncatingIfNeeded: word &>> 16 & 255)] &+= 1
        table[768 &+ Int(truncatingIfNeeded: word &>> 24 & 255)] &+= 1
        table[Int(truncatingIfNeeded: word &>> 32 & 255)] &+= 1
        table[256 &+ Int(truncatingIfNeeded: word &>> 40 & 255)] &+= 1
        table[512 &+ Int(truncatingIfNeeded: word &>> 48 & 255)] &+= 1
        table[768 &+ Int(truncatingIfNeeded: word &>> 56)] &+= 1
        x &+= 8
      }
      while x < count {
        table[Int(bytes[x])] &+= 1
        x &+= 1
      }
      for byte in 0..<256 {
        literals[byte] = table[byte] &+ table[256 + byte] &+ table[512 + byte] &+ table[768 + byte]
      }
    }
  }

  private func literalsOnly(_ bytes: UnsafePointer<UInt8>, _ literals: [UInt32]) -> [UInt32] {
    var counts = literals
    for run in runs { counts[Int(bytes[run.start])] &+= UInt32(run.length) }
    return counts
  }

  private func withRuns(_ bytes: UnsafePointer<UInt8>, _ literals: [UInt32]) -> [UInt32] {
    var counts = literals
    for run in runs {
      if run.isTaken {
        LengthCode.pieces(run.length) { counts[LengthCode($0).symbol] &+= 1 }
      } else {
        counts[Int(bytes[run.start])] &+= UInt32(run.length)
      }
    }
    return counts
  }

  /// The bits of the taken runs that the symbol counts do not show: extra length bits, and one for each distance.
  private var extraBits: Int {
    var bits = 0
    for run in runs where run.isTaken {
      LengthCode.pieces(run.length) { bits += Int(LengthCode($0).extraBits) + 1 }
    }
    return bits
  }

  private static func matchCost(_ length: Int, _ code: HuffmanCode) -> Int {
    var bits = 0
    LengthCode.pieces(length) {
      let piece = LengthCode($0)
      bits += Int(code.lengths[piece.symbol]) + Int(piece.extraBits) + 1
    }
    return bits
  }

  private func emit(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ code: HuffmanCode, to writer: inout BitWriter)
  {
    // A symbol's code in the upper bits, its length in the lowest byte: one load for both.
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: RunDeflater.symbolCount) { table in
      guard let table = table.baseAddress else { return }
      for symbol in 0..<RunDeflater.symbolCount {
        table[symbol] = UInt32(code.codes[symbol]) << 8 | UInt32(code.lengths[symbol])
      }
      var position = range.lowerBound
      for run in runs where run.isTaken {
        emitLiterals(bytes + position, run.start - position, table, to: &writer)
        LengthCode.pieces(run.length) {
          let piece = LengthCode($0)
          let entry = table[piece.symbol]
          writer.put(UInt64(entry >> 8), UInt64(entry & 255))
          // The only distance, 1, has the code 0 of one bit.
          writer.put(piece.extra, piece.extraBits + 1)
          writer.flush()
        }
        position = run.start + run.length
      }
      emitLiterals(bytes + position, range.upperBound - position, table, to: &writer)
      let end = table[RunDeflater.endOfBlock]
      writer.put(UInt64(end >> 8), UInt64(end & 255))
      writer.flush()
    }
  }

  @inline(__always)
  private func emitLiterals(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ table: UnsafeMutablePointer<UInt32>, to writer: inout BitWriter
  ) {
    var local = writer
    var x = 0
    while x &+ 4 <= count {
      // Pairs first: only one addition of four waits for the position in the stream.
      let (a, b) = (table[Int(bytes[x])], table[Int(bytes[x &+ 1])])
      let (c, d) = (table[Int(bytes[x &+ 2])], table[Int(bytes[x &+ 3])])
      let ab = UInt64(a &>> 8) | UInt64(b &>> 8) &<< UInt64(a & 255)
      let cd = UInt64(c &>> 8) | UInt64(d &>> 8) &<< UInt64(c & 255)
      let abCount = UInt64((a & 255) &+ (b & 255))
      local.put(ab | cd &<< abCount, abCount &+ UInt64((c & 255) &+ (d & 255)))
      local.flush()
      x &+= 4
    }
    while x < count {
      let entry = table[Int(bytes[x])]
      local.put(UInt64(entry >> 8), UInt64(entry & 255))
      local.flush()
      x &+= 1
    }
    writer = local
  }
}
