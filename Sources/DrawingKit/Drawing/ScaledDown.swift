import ConvolutionCore

extension Plane {
  /// The plane `columns` wide (or as it is, where it is no wider), its shape kept.
  package func scaledDown(columns: Int) -> Plane {
    guard columns < width else { return self }
    let rows = (Double(height) * Double(columns) / Double(width)).rounded()
    return scaled(to: Size(width: columns, height: max(1, Int(rows))))
  }
}

extension Size {
  /// Rows × columns, as networks write the shape of a map.
  package var shape: String { "\(height)×\(width)" }
}
