/// The fixed binary tree in which the gradients of a batch's shards are summed.
///
/// A subtree holds 2^k shards from a multiple of 2^k on, or what is left of them. Whoever sums any of them adds the same
/// two numbers at each fork, so that the result does not depend on who that is.
package enum ShardTree {
  /// The fewest subtrees that make up `shards`, of `count` shards in all: each is summed before anything is sent.
  package static func subtrees(_ shards: Range<Int>, of count: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = shards.lowerBound
    while start < shards.upperBound {
      var size = 1
      while start % (2 * size) == 0 && end(start, 2 * size, count) <= shards.upperBound
        && end(start, size, count) < count
      {
        size *= 2
      }
      found.append(start..<end(start, size, count))
      start = end(start, size, count)
    }
    return found
  }

  private static func end(_ start: Int, _ size: Int, _ count: Int) -> Int { min(start + size, count) }

  /// Adds the values of subtrees, which stand in `places` in the order of their shards, along the tree of `shards`; the sum
  /// ends where the first of them stood.
  ///
  /// `add(a, b)` adds what stands at place b to place a.
  package static func sum(_ shards: Range<Int>, _ subtrees: [Range<Int>], _ add: (_ into: Int, _ from: Int) -> Void) {
    guard let first = subtrees.firstIndex(where: { $0.lowerBound == shards.lowerBound }),
      subtrees[first].upperBound < shards.upperBound
    else { return }
    var half = 1
    while 2 * half < shards.count { half *= 2 }
    let middle = shards.lowerBound + half
    sum(shards.lowerBound..<middle, subtrees, add)
    sum(middle..<shards.upperBound, subtrees, add)
    if let second = subtrees.firstIndex(where: { $0.lowerBound == middle }) { add(first, second) }
  }
}
