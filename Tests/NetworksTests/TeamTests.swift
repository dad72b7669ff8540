import ConvolutionCore
import NetworkDescription
import Synchronization
import Testing
import Threading

import NetworkTraining

/// Threads as members of a team: what the processes of `mpirun` do, in one.
private final class Meeting: Sendable {
  private let count: Int
  private let words: Mutex<[[UInt32]]>
  private let barrier = SpinBarrier()
  private let isGone: Bool

  init(_ count: Int, isGone: Bool = false) {
    self.count = count
    self.isGone = isGone
    words = Mutex(Array(repeating: [], count: count))
  }

  func member(_ rank: Int) -> TrainingTeam {
    TrainingTeam(
      rank: rank, count: count,
      gather: { [self] place, bounds in
        let own = UnsafeBufferPointer(start: place + bounds[rank], count: bounds[rank + 1] - bounds[rank])
        return share(rank, Array(own)) { from, words in
          for (index, word) in words.enumerated() { place[bounds[from] + index] = word }
        }
      },
      exchange: { [self] outgoing, outgoingBounds, incoming, incomingBounds in
        let all = Array(UnsafeBufferPointer(start: outgoing, count: outgoingBounds[count]))
        // The others know where theirs begins by the bounds, which are put in front.
        let sent = outgoingBounds.map { UInt32($0) } + all
        return share(rank, sent) { from, words in
          let start = count + 1 + Int(words[rank])
          for index in 0..<Int(words[rank + 1] - words[rank]) {
            incoming[incomingBounds[from] + index] = words[start + index]
          }
        }
      })
  }

  private func share(_ rank: Int, _ sent: [UInt32], _ take: (_ from: Int, _ words: [UInt32]) -> Void) -> Bool {
    if isGone { return false }
    words.withLock { $0[rank] = sent }
    barrier.wait(for: count)
    for (from, words) in words.withLock({ $0 }).enumerated() { take(from, words) }
    barrier.wait(for: count)
    return true
  }
}

@Suite struct TeamTests {
  private func trainer(
    _ text: String, batch: Int, threads: Int, team: TrainingTeam
  ) throws -> Trainer {
    let count = 150
    var generator = SeededGenerator(seed: 3)
    let pixels = (0..<count * 64).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let examples = try Examples(
      channels: 1, height: 8, width: 8, pixels: pixels, labels: (0..<count).map { UInt8($0 % 3) })
    let architecture = try Architecture(
      NetworkSpecification(parsing: text), input: Shape(channels: 1, height: 8, width: 8))
    var configuration = TrainingConfiguration()
    configuration.batch = batch
    configuration.threads = threads
    configuration.augmentation = .affine()
    configuration.averageDecay = 0.9
    return try Trainer(
      Network(architecture, seed: 4), examples: examples, configuration: configuration, team: team)
  }

  @Test(
    "Any number of processes and threads gives the same weights, averages and reports",
    arguments: [
      ("conv 3 3x3 relu max 2 fc 3", 150), ("conv 3 3x3 batchnorm relu dropout 0.3 fc 3", 150),
      ("conv 5 3x3 batchnorm tanh fc 3", 33), ("fc 3", 149),
    ])
  func sameBits(_ text: String, batch: Int) throws {
    let alone = try trainer(text, batch: batch, threads: 1, team: .alone)
    let reports = (alone.runEpoch(), alone.runEpoch())
    for count in 2...6 {
      for threads in [1, 2] {
        let meeting = Meeting(count)
        let members = try (0..<count).map {
          try trainer(text, batch: batch, threads: threads, team: meeting.member($0))
        }
        nonisolated(unsafe) let trainers = members
        let helpers = (1..<count).map { rank in
          Thread {
            _ = trainers[rank].runEpoch()
            _ = trainers[rank].runEpoch()
          }
        }
        let own = (members[0].runEpoch(), members[0].runEpoch())
        for helper in helpers { helper?.join() }
        for member in members {
          #expect(member.state == alone.state)
          #expect(member.averagedNetwork.values == alone.averagedNetwork.values)
        }
        #expect(own.0.loss == reports.0.loss)
        #expect(own.1.loss == reports.1.loss)
        #expect(own.1.accuracy == reports.1.accuracy)
      }
    }
  }

  @Test("All stop after the same step when one is asked to, and go on to the same weights")
  func stopping() throws {
    let alone = try trainer("conv 3 3x3 relu fc 3", batch: 20, threads: 1, team: .alone)
    _ = alone.runEpoch()
    let meeting = Meeting(3)
    let members = try (0..<3).map {
      try trainer("conv 3 3x3 relu fc 3", batch: 20, threads: 1, team: meeting.member($0))
    }
    nonisolated(unsafe) let trainers = members
    func together(_ body: @escaping @Sendable (Int) -> Void) {
      let helpers = (1..<3).map { rank in Thread { body(rank) } }
      body(0)
      for helper in helpers { helper?.join() }
    }
    together { rank in _ = trainers[rank].runEpoch { rank != 2 || $0.step < 2 } }
    // Asked after step 2; the others know it with step 3.
    #expect(members.map(\.step) == [4, 4, 4])
    together { rank in _ = trainers[rank].runEpoch() }
    for member in members { #expect(member.state == alone.state) }
  }

  @Test("Where another does not answer, the weights are those before the step, statistics too")
  func lost() throws {
    let text = "conv 3 3x3 batchnorm relu fc 3"
    let member = try trainer(text, batch: 64, threads: 2, team: Meeting(2, isGone: true).member(1))
    let before = member.state
    #expect(member.runEpoch().ending == .lost(step: 0))
    #expect(member.state == before)
  }

  @Test("The parts of any division make up the tree of the whole")
  func tree() {
    for count in 1...40 {
      for members in 1...7 {
        let bounds = (0...members).map { count * $0 / members }
        let subtrees = (0..<members).map { ShardTree.subtrees(bounds[$0]..<bounds[$0 + 1], of: count) }
        var places = subtrees.joined().map { text($0.lowerBound, $0.upperBound) }
        ShardTree.sum(0..<count, Array(subtrees.joined())) { places[$0] = "(\(places[$0])+\(places[$1]))" }
        #expect(places[0] == text(0, count))
      }
    }
    #expect(text(0, 5) == "(((0+1)+(2+3))+4)")
  }

  /// A subtree as it is added up, from its definition.
  private func text(_ start: Int, _ end: Int) -> String {
    guard end - start > 1 else { return "\(start)" }
    var half = 1
    while 2 * half < end - start { half *= 2 }
    return "(\(text(start, start + half))+\(text(start + half, end)))"
  }
}
