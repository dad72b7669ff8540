import CommandLineKit
import ConvolutionCore

extension Border: ExpressibleByArgument {
  /// One of the borders' names, or the name that another program has for it.
  ///
  /// Capitals, `BORDER_` before the name and the kind of dash do not matter: `BORDER_REFLECT_101` is mirror.
  public init?(argument: String) {
    let word = Border.plain(argument)
    if let border = Border.allCases.first(where: { "\($0)" == word }) {
      self = border
    } else if let (border, _) = Border.aliases.first(where: { $0.1.contains(word) }) {
      self = border
    } else {
      return nil
    }
  }

  /// Every border.
  public static var allValueStrings: [String] { allCases.map { "\($0)" } }

  /// Names that mean two things, and names for no border at all.
  public static func explanation(of argument: String) -> String? {
    switch plain(argument) {
    case "repeat":
      "some programs repeat the last pixel then, others the picture; write replicate or wrap"
    case "none", "valid": "a border is always there; without added rows it is --padding valid"
    case "same", "full": "that is a padding; write --padding \(plain(argument))"
    case "default": "the default is replicate; OpenCV's is mirror"
    case "white", "linear-ramp", "mean", "median", "maximum", "minimum", "empty", "transparent", "isolated":
      "no such border; there are \(allValueStrings.joined(separator: ", "))"
    default: nil
    }
  }

  /// What OpenCV, SciPy, NumPy, PyTorch, TensorFlow, MATLAB, ImageMagick, libvips and OpenGL say, where it means one thing.
  /// Theirs and ours differ in `reflect` and `mirror`: those keep our meaning, see docs/kernels.md.
  private static let aliases: [(Border, Set<String>)] = [
    (.zero, ["zeros", "constant", "grid-constant", "black", "fill"]),
    (.replicate, ["nearest", "edge", "clamp", "clamp-to-edge", "copy", "extend"]),
    (.reflect, ["symmetric", "grid-mirror", "mirrored-repeat"]),
    (.mirror, ["reflect-101", "reflect101", "border-default"]),
    (.wrap, ["circular", "periodic", "grid-wrap", "tile", "cyclic"]),
  ]

  private static func plain(_ word: String) -> String {
    let word = String(word.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
    return word.hasPrefix("border-") && word != "border-default" ? String(word.dropFirst(7)) : word
  }
}
