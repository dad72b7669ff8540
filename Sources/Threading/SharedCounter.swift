import Synchronization

/// A counter that threads share.
public final class SharedCounter: Sendable {
  private let value = Atomic<Int>(0)

  /// A counter at 0.
  public init() {}

  /// Adds one and returns what stood before.
  public func add() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }

  /// What stands now.
  public var current: Int { value.load(ordering: .relaxed) }
}
