/// What is taken of a window's values, pair by pair: `combined` is associative, so that a window may be put together from
/// parts.
protocol WindowFold {
  associatedtype Value
  /// What fresh buffers hold.
  static var zero: Value { get }
  /// One pixel as a window of its own.
  static func value(_ pixel: Float) -> Value
  /// Of two neighbouring parts of a window, the earlier in reading order first.
  static func combined(_ first: Value, _ second: Value) -> Value
}

/// The largest value, of equal ones (0 and -0) the first; NaN where there is any.
enum MaximumFold: WindowFold {
  static var zero: Float { 0 }
  @inline(__always) static func value(_ pixel: Float) -> Float { pixel }
  @inline(__always) static func combined(_ first: Float, _ second: Float) -> Float { Pooling.larger(first, second) }
}

/// The sum in double precision, which is exact for whole numbers.
enum SumFold: WindowFold {
  static var zero: Double { 0 }
  @inline(__always) static func value(_ pixel: Float) -> Double { Double(pixel) }
  @inline(__always) static func combined(_ first: Double, _ second: Double) -> Double { first + second }
}
