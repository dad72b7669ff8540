#if !hasFeature(Embedded)
  import ConvolutionCore
#endif

/// How a feature map, whose values may lie outside 0…255, becomes a picture. Rounding is half to even.
public enum Display: String, Sendable, CaseIterable {
  /// Values under 0 become 0, over 255 become 255.
  case clamp
  /// The smallest value becomes 0, the largest 255; a map of one value is clamped.
  case stretch
  /// The magnitude |v|, clamped.
  case absolute
  /// 0 becomes mid-gray 128: 128 + 127 · v / max |v|.
  case signed

  /// The scale and offset of v ↦ scale · v + offset that come before clamping; `absolute` takes |v| first.
  func mapping(_ plane: Plane) -> (scale: Float, offset: Float) { mapping([plane]) }

  /// One scale and offset for several planes, so that the channels of a colour picture keep their proportions.
  func mapping(_ planes: [Plane]) -> (scale: Float, offset: Float) {
    guard needsRange else { return (1, 0) }
    var range = ValueRange()
    for plane in planes {
      plane.values.withUnsafeBufferPointer { values in
        if let start = values.baseAddress { range.add(start, values.count) }
      }
    }
    return mapping(range)
  }

  /// True where the whole map decides how a value is shown.
  public var needsRange: Bool { self == .stretch || self == .signed }

  /// The scale and offset for maps whose values lie in `range`.
  func mapping(_ range: ValueRange) -> (scale: Float, offset: Float) {
    switch self {
    case .clamp, .absolute: return (1, 0)
    case .stretch:
      let width = range.high - range.low
      guard width > 0, width.isFinite else { return (1, 0) }
      return (255 / width, -range.low * (255 / width))
    case .signed:
      return (range.magnitude > 0 ? 127 / range.magnitude : 0, 128)
    }
  }

  /// The map as 8-bit samples; NaN becomes 0.
  public func samples8(_ plane: Plane) -> [UInt8] {
    let (scale, offset) = mapping(plane)
    return plane.values.map { sample8($0, scale, offset) }
  }

  @inline(__always)
  func sample8(_ value: Float, _ scale: Float, _ offset: Float) -> UInt8 {
    let level = (self == .absolute ? value.magnitude : value) * scale + offset
    return UInt8(clamped(level, 255).rounded(.toNearestOrEven))
  }

  @inline(__always)
  func sample16(_ value: Float, _ scale: Float, _ offset: Float) -> UInt16 {
    let level = (self == .absolute ? value.magnitude : value) * scale + offset
    return UInt16(clamped(level * 257, 65535).rounded(.toNearestOrEven))
  }

  /// The map as 16-bit samples: the 8-bit level before its rounding, times 257.
  public func samples16(_ plane: Plane) -> [UInt16] {
    let (scale, offset) = mapping(plane)
    return plane.values.map { sample16($0, scale, offset) }
  }
}

/// The smallest and the largest value of maps, those that are finite.
public struct ValueRange: Sendable {
  /// The smallest.
  public private(set) var low = Float.infinity
  /// The largest.
  public private(set) var high = -Float.infinity

  /// The range of no values.
  public init() {}

  /// Takes in `count` more values.
  public mutating func add(_ values: UnsafePointer<Float>, _ count: Int) {
    for index in 0..<count {
      let value = values[index]
      guard value.isFinite else { continue }
      low = min(low, value)
      high = max(high, value)
    }
  }

  /// Takes in another range.
  public mutating func add(_ other: ValueRange) {
    low = min(low, other.low)
    high = max(high, other.high)
  }

  /// The largest magnitude; 0 of no values.
  public var magnitude: Float { low > high ? 0 : max(low.magnitude, high.magnitude) }
}

/// 0 for NaN.
@inline(__always)
private func clamped(_ value: Float, _ limit: Float) -> Float {
  value > 0 ? (value < limit ? value : limit) : 0
}
