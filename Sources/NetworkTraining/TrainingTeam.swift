/// The processes that take the steps of one training together, and how they exchange numbers.
///
/// Each has a trainer of the same network, settings and examples, passes its part of every batch and then knows the sums
/// of all. The weights are the same, bit for bit, for any number of them.
public struct TrainingTeam: Sendable {
  /// Fills a buffer of four-byte words of which member `r` has given words `bounds[r]` to `bounds[r + 1]`; false when a
  /// member does not answer.
  public typealias Gather = @Sendable (_ words: UnsafeMutablePointer<UInt32>, _ bounds: [Int]) -> Bool
  /// Sends member `r` the words `outgoingBounds[r]` to `outgoingBounds[r + 1]`, and takes from it what goes to
  /// `incomingBounds[r]` to `incomingBounds[r + 1]`; false when a member does not answer.
  public typealias Exchange =
    @Sendable (
      _ outgoing: UnsafePointer<UInt32>, _ outgoingBounds: [Int], _ incoming: UnsafeMutablePointer<UInt32>,
      _ incomingBounds: [Int]
    ) -> Bool

  /// This process's number, from 0.
  public let rank: Int
  /// Processes.
  public let count: Int
  let gather: Gather
  let exchange: Exchange

  /// A process among others. Every member calls both functions in the same order, from the thread that runs the epoch.
  public init(rank: Int, count: Int, gather: @escaping Gather, exchange: @escaping Exchange) {
    self.rank = rank
    self.count = count
    self.gather = gather
    self.exchange = exchange
  }

  /// One process that has no others.
  public static let alone = TrainingTeam(rank: 0, count: 1, gather: { _, _ in true }, exchange: { _, _, _, _ in true })

  /// All members' values, one member's after the other's; `counts` of them each. Nil when a member does not answer.
  public func gather(_ values: [Double], counts: [Int]) -> [Double]? {
    var bounds = [0]
    for count in counts { bounds.append(bounds[bounds.count - 1] + count) }
    var all = [Double](repeating: 0, count: bounds[bounds.count - 1])
    all.replaceSubrange(bounds[rank]..<bounds[rank + 1], with: values)
    let isWhole = all.withUnsafeMutableBytes { bytes in
      bytes.bindMemory(to: UInt32.self).baseAddress.map { gather($0, bounds.map { 2 * $0 }) } ?? true
    }
    return isWhole ? all : nil
  }

  /// Member `rank`'s part of `count` things: `bounds(count)[rank]` to the next.
  func bounds(_ count: Int) -> [Int] { (0...self.count).map { count * $0 / self.count } }
}
