/// How hard a PNG is compressed.
public enum Compression: String, Sendable, CaseIterable {
  /// As fast as the disk.
  case fast
  /// Small and fast.
  case balanced
  /// As small as can be.
  case small
}
