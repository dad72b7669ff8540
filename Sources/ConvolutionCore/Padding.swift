/// How many rows and columns are added around a picture before the kernel slides over it.
///
/// With kernel length k and dilation d the kernel spans d(k−1) + 1 pixels.
public enum Padding: Sendable, Equatable {
  /// None: the kernel stays inside the picture.
  case valid
  /// ⌊d(k−1)/2⌋ before and the rest after: stride 1 keeps the size.
  case same
  /// As few as make ⌈n/s⌉ positions, half of them before and the rest, the odd one among them, after: TensorFlow's
  /// `SAME` and ONNX's `SAME_UPPER`. With stride 1 that is ``same``.
  case sameStrided
  /// d(k−1) on both sides: every position where kernel and picture overlap.
  case full
  /// The same count on every side.
  case explicit(Int)
  /// A count for each side.
  case sides(top: Int, right: Int, bottom: Int, left: Int)

  /// An axis of a picture.
  public enum Axis: Sendable {
    /// Along a row: before is left, after is right.
    case x
    /// Along a column: before is top, after is bottom.
    case y
  }

  /// The pixels added before and after `length` pixels along one axis.
  ///
  /// Example: `Padding.sameStrided.amounts(along: .x, length: 224, kernel: 3, stride: 2, dilation: 1)` is (0, 1).
  public func amounts(
    along axis: Axis, length: Int, kernel: Int, stride: Int, dilation: Int
  ) -> (before: Int, after: Int) {
    let reach = dilation * (kernel - 1)
    switch self {
    case .valid: return (0, 0)
    case .same: return (reach / 2, reach - reach / 2)
    case .sameStrided:
      let positions = (length + stride - 1) / stride
      let total = max(0, (positions - 1) * stride + reach + 1 - length)
      return (total / 2, total - total / 2)
    case .full: return (reach, reach)
    case .explicit(let count): return (count, count)
    case .sides(let top, let right, let bottom, let left): return axis == .x ? (left, right) : (top, bottom)
    }
  }

  /// The counts that were given; none where the padding follows from the kernel.
  var counts: [Int] {
    switch self {
    case .explicit(let count): [count]
    case .sides(let top, let right, let bottom, let left): [top, right, bottom, left]
    default: []
    }
  }
}

extension Convolution {
  /// How a kernel of size `kernel` goes over a picture of size `plane`.
  public func window(of plane: Size, kernel: Size) -> WindowGeometry {
    let columns = padding.amounts(
      along: .x, length: plane.width, kernel: kernel.width, stride: stride, dilation: dilation)
    let rows = padding.amounts(
      along: .y, length: plane.height, kernel: kernel.height, stride: stride, dilation: dilation)
    return WindowGeometry(
      taps: kernel, stride: Size(width: stride, height: stride), dilation: Size(width: dilation, height: dilation),
      padding: Sides(top: rows.before, right: columns.after, bottom: rows.after, left: columns.before))
  }
}
