import SystemServices

/// The file formats a figure is written in.
public enum FigureFormat: String, Sendable, CaseIterable {
  /// Pixels; the scale says how many to a point.
  case png
  /// Scalable Vector Graphics, letters as outlines.
  case svg
  /// One page, letters as an embedded font.
  case pdf
  /// Frames one after the other, for figures that move.
  case gif

  /// The format that a file name asks for.
  public init(path: String) throws(FigureError) {
    guard let format = FigureFormat(rawValue: fileExtension(path)) else { throw .unknownFormat(path: path) }
    self = format
  }
}
