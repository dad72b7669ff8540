import CommandLineKit
import ConvolutionCore
import SystemServices

extension Activation: ExpressibleByArgument {
  /// The words of the command line.
  static let words: [(String, Activation)] = [
    ("none", .none), ("relu", .relu), ("tanh", .tanh), ("sigmoid", .sigmoid), ("leaky-relu", .leakyReLU(slope: 0.01)),
  ]

  /// One of the activations' names.
  public init?(argument: String) {
    guard let (_, activation) = Activation.words.first(where: { $0.0 == argument }) else { return nil }
    self = activation
  }

  /// As it is typed.
  public var defaultValueDescription: String { Activation.words.first { $0.1 == self }?.0 ?? "" }

  /// Every activation.
  public static var allValueStrings: [String] { words.map(\.0) }
}

extension Pooling: ExpressibleByArgument {
  /// The words of the command line.
  static let words: [(String, Kind)] = [("max", .max), ("average", .average), ("sum", .sum)]

  /// `max|average|sum:WINDOW[:STRIDE]`; without a stride the windows stand side by side.
  public init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 || parts.count == 3, let (_, kind) = Pooling.words.first(where: { $0.0 == parts[0] }),
      let window = Int(parts[1])
    else { return nil }
    let stride = parts.count == 3 ? Int(parts[2]) : window
    guard let stride else { return nil }
    self.init(kind, window: window, stride: stride)
  }

  /// What a word of another program means here.
  public static func explanation(of argument: String) -> String? {
    guard !words.contains(where: { argument == $0.0 }) else { return nil }
    return meant(by: argument).map { "did you mean \($0.quoted)?" }
  }

  /// As it is typed.
  public var defaultValueDescription: String {
    let word = Pooling.words.first { $0.1 == kind }?.0 ?? ""
    return stride == window.width ? "\(word):\(window.width)" : "\(word):\(window.width):\(stride)"
  }

  /// The pooling that a word of another program means: `max:2` for `maxpool:2` or `MaxPooling2D`; nil for other words.
  static func meant(by word: String) -> String? {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false)
    let letters = (parts.first ?? "").lowercased().filter(\.isLetter)
    let kinds = ["max": "max", "avg": "average", "average": "average", "mean": "average", "sum": "sum", "": "max"]
    for (stem, kind) in kinds.sorted(by: { $0.key > $1.key }) {
      guard ["", "pool", "pooling", "poold", "poolingd"].contains(where: { stem + $0 == letters }) else { continue }
      if letters.isEmpty || (letters == stem && word == "\(kind):\(parts.dropFirst().joined(separator: ":"))") {
        return nil
      }
      let rest = parts.dropFirst().filter { Int($0) != nil }.joined(separator: ":")
      return "\(kind):\(rest.isEmpty ? "2" : rest)"
    }
    return nil
  }
}
