import KernelFiles
import TextFormats

/// The list of all kernels and families.
enum KernelList {
  /// A heading for each group, then name, size and description of each kernel: on one line, or within `columns`.
  static func text(columns: Int?) -> String {
    let kernels = KernelLibrary.all
    var parts: [String] = []
    for group in groups(kernels) {
      var table = TextTable()
      for kernel in kernels where kernel.group == group {
        table.add(["  \(kernel.name)", "\(kernel.kernel.size)", described(kernel)])
      }
      parts.append("\(group)\n\(table.text(columns: columns))")
    }
    var table = TextTable()
    for family in KernelLibrary.families { table.add(["  \(family.usage)", family.description]) }
    parts.append("families, with parameters behind the name\n\(table.text(columns: columns))")
    var gradients = TextTable()
    for name in GradientOperator.names {
      if let gradient = GradientOperator(named: name) { gradients.add(["  \(name)", gradient.description]) }
    }
    parts.append("gradients, of two kernels each, for filter and pipeline\n\(gradients.text(columns: columns))")
    parts.append(
      "\(kernels.count) kernels and \(KernelLibrary.families.count) families. "
        + "'cnnlab kernels NAME' shows one, 'cnnlab filter NAME photo.png' applies it.")
    return parts.joined(separator: "\n\n")
  }

  /// Every kernel with all its facts; of each family an example and how it is written.
  static var json: JSONValue {
    var values = KernelLibrary.all.map(\.json)
    for family in KernelLibrary.families {
      guard let example = try? KernelLibrary.kernel(named: family.example),
        case .object(let facts) = example.json
      else { continue }
      values.append(.object(facts + [("usage", .string(family.usage))]))
    }
    return .array(values)
  }

  private static func described(_ kernel: NamedKernel) -> String {
    kernel.description + (kernel.aliases.isEmpty ? "" : " Also \(kernel.aliases.joined(separator: ", ")).")
  }

  /// The groups in the order in which a textbook takes them; others after them.
  private static func groups(_ kernels: [NamedKernel]) -> [String] {
    var groups = ["basics", "smoothing", "sharpening and relief", "gradient", "compass", "second derivative", "line"]
    groups.removeAll { group in !kernels.contains { $0.group == group } }
    for kernel in kernels where !groups.contains(kernel.group) { groups.append(kernel.group) }
    return groups
  }
}
