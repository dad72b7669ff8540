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
    switch self {
    case .clamp, .absolute:
      return (1, 0)
    case .stretch:
      var (low, high) = (Float.infinity, -Float.infinity)
      for plane in planes {
        for value in plane.values where value.isFinite {
          low = min(low, value)
          high = max(high, value)
        }
      }
      let range = high - low
      guard range > 0, range.isFinite else { return (1, 0) }
      return (255 / range, -low * (255 / range))
    case .signed:
      var largest: Float = 0
      for plane in planes {
        for value in plane.values where value.isFinite { largest = max(largest, value.magnitude) }
      }
      return (largest > 0 ? 127 / largest : 0, 128)
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

/// 0 for NaN.
@inline(__always)
private func clamped(_ value: Float, _ limit: Float) -> Float {
  value > 0 ? (value < limit ? value : limit) : 0
}
