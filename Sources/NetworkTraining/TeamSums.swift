import CLayerLoops
import NetworkEngine

/// One process's part in the sums of a step: what it sends the others and what it makes of theirs.
///
/// Each sums the subtrees of its own shards, sends each other process the part of the parameters that this one completes,
/// completes its own part along the fixed tree, and gets the others' parts back. A process sends and receives about twice
/// the parameters, however many processes there are.
final class TeamSums: @unchecked Sendable {
  let team: TrainingTeam
  /// Shards that this process passes.
  let shards: Range<Int>
  /// The gradient of the whole batch, after ``exchange()``.
  let total: LaneBuffer
  /// False from the moment when another process has not answered.
  private(set) var isWhole = true
  /// Whether any process asked to stop, after ``exchange(_:)``.
  private(set) var wantsToStop = false

  private let shardCount: Int
  private let shardBlocks: Int
  private let members: [[Range<Int>]]
  private let parts: [Int]
  private let outgoing: LaneBuffer
  private let incoming: LaneBuffer
  private let outgoingBounds: [Int]
  private let incomingBounds: [Int]

  init(_ team: TrainingTeam, shardCount: Int, shardBlocks: Int, parameters: Int) {
    self.team = team
    self.shardCount = shardCount
    self.shardBlocks = shardBlocks
    let bounds = team.bounds(shardCount)
    shards = bounds[team.rank]..<bounds[team.rank + 1]
    members = (0..<team.count).map { ShardTree.subtrees(bounds[$0]..<bounds[$0 + 1], of: shardCount) }
    let parts = team.bounds(parameters / LaneBuffer.block).map { $0 * LaneBuffer.block }
    self.parts = parts
    let own = members[team.rank].count
    let part = parts[team.rank + 1] - parts[team.rank]
    outgoingBounds = parts.map { $0 * own }
    var position = 0
    var bound = [0]
    for member in members {
      position += member.count * part
      bound.append(position)
    }
    incomingBounds = bound
    outgoing = LaneBuffer(own * parameters)
    incoming = LaneBuffer(position)
    total = LaneBuffer(parameters)
  }

  /// Sums this process's shards over `range` of the parameters: any thread's share of the work before the exchange.
  func prepare(_ gradients: [UnsafePointer<Float>], _ range: Range<Int>) {
    let own = members[team.rank]
    gradients.withUnsafeBufferPointer { gradients in
      guard let first = gradients.baseAddress else { return }
      for member in 0..<team.count {
        let part = range.clamped(to: parts[member]..<parts[member + 1])
        guard !part.isEmpty else { continue }
        let width = parts[member + 1] - parts[member]
        for (number, subtree) in own.enumerated() {
          let place = outgoing.start + outgoingBounds[member] + number * width - parts[member]
          layerLoops.sumShards(first + subtree.lowerBound, subtree.count, part.lowerBound, part.upperBound, place)
        }
      }
    }
  }

  /// Exchanges the subtrees; afterwards ``total`` is the gradient of the batch.
  func exchange() {
    guard isWhole else { return }
    isWhole = outgoing.withWords { outgoing in
      incoming.withWords { incoming in
        team.exchange(outgoing, outgoingBounds, incoming, incomingBounds)
      }
    }
    guard isWhole else { return }
    complete()
    isWhole = total.withWords { team.gather($0, parts) }
  }

  private func complete() {
    let part = parts[team.rank + 1] - parts[team.rank]
    guard part > 0 else { return }
    let incoming = incoming.start
    ShardTree.sum(0..<shardCount, Array(members.joined())) { into, from in
      let terms = [UnsafePointer(incoming + into * part), UnsafePointer(incoming + from * part)]
      terms.withUnsafeBufferPointer { terms in
        guard let first = terms.baseAddress else { return }
        layerLoops.sumShards(first, 2, 0, part, incoming + into * part)
      }
    }
    (total.start + parts[team.rank]).update(from: incoming, count: part)
  }

  /// Exchanges losses, right answers and the wish to stop.
  func exchange(_ memory: TrainingMemory, blockCount: Int, wantsToStop wish: Bool) {
    guard isWhole else { return }
    let bounds = blockBounds(blockCount)
    // A wish, then loss and right answers of each block: eight bytes each.
    var words = [UInt64](repeating: 0, count: team.count + 2 * blockCount)
    let starts = (0...team.count).map { $0 + 2 * bounds[$0] }
    var place = starts[team.rank]
    words[place] = wish ? 1 : 0
    for block in bounds[team.rank]..<bounds[team.rank + 1] {
      words[place + 1] = memory.losses[block].bitPattern
      words[place + 2] = UInt64(memory.hits[block])
      place += 2
    }
    isWhole = words.withUnsafeMutableBytes { bytes in
      guard let first = bytes.bindMemory(to: UInt32.self).baseAddress else { return true }
      return team.gather(first, starts.map { 2 * $0 })
    }
    guard isWhole else { return }
    wantsToStop = false
    for member in 0..<team.count {
      var place = starts[member]
      if words[place] != 0 { wantsToStop = true }
      for block in bounds[member]..<bounds[member + 1] {
        memory.losses[block] = Double(bitPattern: words[place + 1])
        memory.hits[block] = Int(words[place + 2])
        place += 2
      }
    }
  }

  /// Exchanges what each block has summed for a batch normalisation: `range` of the block's memory.
  func exchange(_ blocks: [LaneBuffer], _ range: Range<Int>, blockCount: Int) {
    guard isWhole else { return }
    let bounds = blockBounds(blockCount)
    let all = LaneBuffer(range.count * blockCount)
    for block in bounds[team.rank]..<bounds[team.rank + 1] {
      (all.start + block * range.count).update(from: blocks[block].start + range.lowerBound, count: range.count)
    }
    isWhole = all.withWords { team.gather($0, bounds.map { $0 * range.count }) }
    for block in 0..<blockCount where !(bounds[team.rank]..<bounds[team.rank + 1]).contains(block) {
      (blocks[block].start + range.lowerBound).update(from: all.start + block * range.count, count: range.count)
    }
  }

  /// The blocks of each process, of a batch of `count`.
  private func blockBounds(_ count: Int) -> [Int] { team.bounds(shardCount).map { min($0 * shardBlocks, count) } }
}

extension LaneBuffer {
  /// The floats as words, to be sent.
  fileprivate func withWords(_ body: (UnsafeMutablePointer<UInt32>) -> Bool) -> Bool {
    start.withMemoryRebound(to: UInt32.self, capacity: count) { body($0) }
  }
}
