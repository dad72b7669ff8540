import NetworkDescription

/// Names of layers as Python takes them.
struct PythonNames {
  private var taken: Set<String>
  private(set) var names: [String] = []

  /// A name for each node, in order; those of the module and the keywords are left free.
  init(_ specification: NetworkSpecification, reserved: Set<String>) {
    taken = reserved.union(PythonNames.keywords)
    for node in specification.nodes {
      var name = String(node.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
      if name.first?.isNumber ?? true { name = "layer_" + name }
      while !taken.insert(name).inserted { name += "_" }
      names.append(name)
    }
  }

  private static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "input", "sum", "max", "self",
  ]

  /// Text as a Python string.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case " "..."~": result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return result + "\""
  }

  /// Texts as a Python list.
  static func list(_ texts: [String]) -> String { "[" + texts.map { quoted($0) }.joined(separator: ", ") + "]" }

  /// Numbers as a Python list, each read back as the same single-precision number.
  static func list(_ numbers: [Float]) -> String { "[" + numbers.map { "\($0)" }.joined(separator: ", ") + "]" }

  /// The module's class: `Lenet5` of `lenet5`.
  static func className(_ name: String) -> String {
    let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return joined.first?.isLetter ?? false ? joined : "Network" + joined
  }

  /// Patterns of ±1 as rows of hexadecimal digits, the first number the highest bit.
  static func bits(_ patterns: [Float], columns: Int) -> [String] {
    stride(from: 0, to: patterns.count, by: columns).map { start in
      var row = ""
      var nibble = 0
      for column in 0..<(columns + 3) / 4 * 4 {
        let isSet = column < columns && patterns[start + column] > 0
        nibble = nibble << 1 | (isSet ? 1 : 0)
        if column % 4 == 3 {
          row += String(nibble, radix: 16)
          nibble = 0
        }
      }
      return row
    }
  }
}
