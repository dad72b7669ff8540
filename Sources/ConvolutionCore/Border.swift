/// What stands beyond the edge of a picture where padding reaches out of it.
public enum Border: Sendable, CaseIterable, Equatable {
  /// Zeros: 0 0 | a b c d | 0 0.
  case zero
  /// The last pixel again: a a | a b c d | d d (SciPy's `nearest`).
  case replicate
  /// A mirror that repeats the edge pixel: b a | a b c d | d c (SciPy's `reflect`).
  case reflect
  /// A mirror that does not: c b | a b c d | c b (SciPy's `mirror`).
  case mirror
  /// The picture again: c d | a b c d | a b (SciPy's `wrap`).
  case wrap

  /// The index in 0..<`count` that stands for `index`, which may lie any distance outside; nil where the value is zero.
  ///
  /// Example: `Border.reflect.source(of: -1, count: 4)` is 0, `Border.mirror.source(of: -1, count: 4)` is 1.
  public func source(of index: Int, count: Int) -> Int? {
    if index >= 0 && index < count { return index }
    switch self {
    case .zero: return nil
    case .replicate: return index < 0 ? 0 : count - 1
    case .wrap: return modulo(index, count)
    case .reflect:
      let position = modulo(index, 2 * count)
      return position < count ? position : 2 * count - 1 - position
    case .mirror:
      if count == 1 { return 0 }
      let position = modulo(index, 2 * count - 2)
      return position < count ? position : 2 * count - 2 - position
    }
  }

  private func modulo(_ value: Int, _ period: Int) -> Int {
    let rest = value % period
    return rest < 0 ? rest + period : rest
  }
}
