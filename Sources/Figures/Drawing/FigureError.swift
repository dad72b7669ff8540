import Platform

/// Why a figure could not be drawn or written.
public enum FigureError: Error, Equatable, Sendable {
  /// The drawing library's own words.
  case drawing(String)
  /// The file could not be written.
  case file(FileError)
  /// The name of a file ends in none of the formats.
  case unknownFormat(path: String)
  /// An animation was asked of a figure that has no frames.
  case notAnimated(name: String)

  /// One line that says what was found and what to do.
  public var message: String {
    switch self {
    case .drawing(let words): "The figure could not be drawn: \(words)"
    case .file(let error): "\(error.path): \(error.reason)"
    case .unknownFormat(let path): "\(path): a figure is written as .png, .svg, .pdf or .gif"
    case .notAnimated(let name): "The figure '\(name)' does not move: ask for png, svg or pdf"
    }
  }
}
