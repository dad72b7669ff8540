import ConvolutionCore
import MessagePassing
import NetworkDescription
import NetworkTraining

extension TrainingRun {
  /// Whether all processes begin with the same pictures, settings, weights and arithmetic.
  func checkSame(_ start: Network, in team: ProcessTeam?) throws {
    guard let team else { return }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 }
    for byte in "\(origin) \(configuration.identity) \(InstructionSet.current.fusesProducts)".utf8 { add(UInt64(byte)) }
    for values in start.values { for value in values { add(UInt64(value.bitPattern)) } }
    guard let hashes = team.gather(hash) else { throw team.failure ?? MessagePassingError.othersGone }
    if let rank = hashes.firstIndex(where: { $0 != hashes[0] }) { throw TrainingFailure.processesDiffer(rank: rank) }
  }
}
