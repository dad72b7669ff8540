/// How hard a PNG is compressed. All three choose each part's filter from its content.
public enum Compression: String, Sendable, CaseIterable {
  /// One Huffman code a block, and runs.
  case fast
  /// The same, and a search for matches where a look at the bytes says that it pays.
  case balanced
  /// The smallest of several ways, tried on every part; takes some twenty times as long.
  case small
}
