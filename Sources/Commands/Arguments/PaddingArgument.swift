import CommandLineKit
import ConvolutionCore

extension Padding: ExpressibleByArgument {
  private static let words: [(String, Padding)] = [
    ("valid", .valid), ("same", .same), ("full", .full), ("same-tf", .sameStrided),
  ]

  /// `valid`, `same`, `same-tf`, `full`, a number of rows and columns, or one for each side: `TOP,RIGHT,BOTTOM,LEFT`.
  public init?(argument: String) {
    if let (_, padding) = Padding.words.first(where: { $0.0 == argument }) {
      self = padding
    } else if ["same-upper", "same_upper", "SAME_UPPER"].contains(argument) {
      self = .sameStrided
    } else if let count = Int(argument) {
      self = .explicit(count)
    } else {
      let counts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard counts.count == 4, let top = counts[0], let right = counts[1], let bottom = counts[2], let left = counts[3]
      else { return nil }
      self = .sides(top: top, right: right, bottom: bottom, left: left)
    }
  }

  /// As it is typed.
  public var defaultValueDescription: String {
    switch self {
    case .explicit(let count): "\(count)"
    case .sides(let top, let right, let bottom, let left): "\(top),\(right),\(bottom),\(left)"
    default: Padding.words.first { $0.1 == self }?.0 ?? ""
    }
  }

  /// The words; a number is not offered.
  public static var defaultCompletionKind: CompletionKind { .list(words.map(\.0)) }

  /// What was meant by capitals, or by another count of numbers.
  public static func explanation(of argument: String) -> String? {
    if argument == "SAME" {
      return "TensorFlow's SAME is same-tf here; with stride 1 it is same too"
    }
    if let (word, _) = words.first(where: { $0.0 == argument.lowercased() }) { return "write \(word)" }
    guard argument.contains(",") else { return nil }
    return "expected one whole number, or four with commas between them: TOP,RIGHT,BOTTOM,LEFT"
  }
}
