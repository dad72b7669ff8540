/// How many rows and columns are added around a picture before the kernel slides over it.
///
/// With kernel length k and dilation d the kernel spans d(k−1) + 1 pixels.
public enum Padding: Sendable, Equatable {
  /// None: the kernel stays inside the picture.
  case valid
  /// ⌊d(k−1)/2⌋ before and the rest after: stride 1 keeps the size.
  case same
  /// d(k−1) on both sides: every position where kernel and picture overlap.
  case full
  /// The same count on every side.
  case explicit(Int)

  /// The pixels added before and after along one axis.
  public func amounts(kernel: Int, dilation: Int) -> (before: Int, after: Int) {
    let reach = dilation * (kernel - 1)
    switch self {
    case .valid: return (0, 0)
    case .same: return (reach / 2, reach - reach / 2)
    case .full: return (reach, reach)
    case .explicit(let count): return (count, count)
    }
  }
}
