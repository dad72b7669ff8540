import ConvolutionCore

/// What one value of a layer sees of the map before it.
public enum LayerWindow: Sendable, Equatable {
  /// The value at the same place, of whichever channels.
  case value
  /// A window that slides over the map.
  case sliding(WindowGeometry)
  /// All of it.
  case whole

  /// The window on a map of size `map`, were it to slide there.
  func geometry(on map: Size) -> WindowGeometry {
    switch self {
    case .value: WindowGeometry(taps: Size(width: 1, height: 1))
    case .sliding(let geometry): geometry
    case .whole: WindowGeometry(taps: map)
    }
  }
}
