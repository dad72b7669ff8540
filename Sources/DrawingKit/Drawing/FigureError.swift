import ConvolutionCore
import SystemServices

/// Why a figure could not be drawn or written.
public enum FigureError: Error, Equatable, Sendable {
  /// The drawing library's own words.
  case drawing(String)
  /// A library that drawing needs is not on this machine; the Debian package that has it.
  case noLibrary(String, package: String)
  /// The file could not be written.
  case file(FileError)
  /// The name of a file ends in none of the formats.
  case unknownFormat(path: String)
  /// An animation was asked of a figure that has no frames.
  case notAnimated(name: String)
  /// A matrix or kernel that would not fit on the page.
  case tooLarge(what: String, found: Size, limit: Int)
  /// A picture too small to be cut up.
  case pictureTooSmall(found: Size, needed: Int)
  /// Kernel and picture do not go together.
  case convolution(ConvolutionError)
  /// A kernel, network or picture that cannot be shown, in the words of who refused it.
  case input(String)
  /// A picture in which no digit is found.
  case noDigit
  /// A model that the figure cannot show, and why.
  case unsuitableModel(String)
}

extension FigureError: CustomStringConvertible {
  /// One line that says what was found and what to do.
  public var description: String {
    switch self {
    case .noLibrary(let name, let package):
      "\(name) is needed to draw this, but is not on this machine; install it (Debian, Ubuntu: apt install \(package))"
    case .drawing(let words): "the figure could not be drawn: \(words)"
    case .file(let error): error.description
    case .unknownFormat(let path): "\(path): a figure is written as .png, .svg, .pdf or .gif"
    case .notAnimated(let name): "the figure \"\(name)\" does not move: ask for png, svg or pdf"
    case .tooLarge(let what, let found, let limit):
      "the \(what) of \(found) is too large to print every number: at most \(limit)×\(limit)"
    case .pictureTooSmall(let found, let needed):
      "the picture of \(found) is too small for this figure: at least \(needed)×\(needed)"
    case .convolution(.kernelLargerThanPlane(let kernel, let plane, _)):
      "the kernel is \(kernel) but the picture is \(plane): take a smaller kernel or more numbers"
    case .convolution(let error): error.description
    case .input(let words): words
    case .noDigit: "there is no digit in the picture: nothing stands out from its ground"
    case .unsuitableModel(let reason): "this figure cannot show the model: \(reason)"
    }
  }
}
