import Synchronization

/// What several threads compute, each at its own index.
final class Gathered<Value: Sendable>: Sendable {
  private let slots: Mutex<[Value?]>

  init(_ count: Int) { slots = Mutex([Value?](repeating: nil, count: count)) }

  func set(_ value: Value, at index: Int) { slots.withLock { $0[index] = value } }

  /// Those that are there, in the order of their indices.
  var values: [Value] { slots.withLock { $0.compactMap { $0 } } }
}
