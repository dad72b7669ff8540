import Platform

extension KernelLibrary {
  /// The headings of the list, in their order.
  package static let groups = [
    "basics", "gradient", "compass", "second derivative", "line", "Frei-Chen", "smoothing", "sharpening and relief",
    "Laws texture", "basis",
  ]

  /// What `cnnlab kernels` prints: every kernel with its description, by groups, then the families.
  public static var listing: String {
    let kernels = all
    var lines: [String] = []
    for group in groups {
      let members = kernels.filter { $0.group == group }
      let width = members.map(\.name.count).max() ?? 0
      lines.append(group)
      for kernel in members {
        let aliases = kernel.aliases.isEmpty ? "" : " (also \(kernel.aliases.joined(separator: ", ")))"
        let space = String(repeating: " ", count: width - kernel.name.count)
        lines.append("  \(kernel.name)\(space)  \(kernel.description)\(aliases)")
      }
      lines.append("")
    }
    lines.append("families")
    for family in families {
      lines += ["  \(family.usage)  as \(family.example)", "      \(family.description)", "      \(family.details)"]
    }
    return lines.joined(separator: "\n")
  }

  /// The same list for programs: everything that is known about every kernel, and how the families are written.
  public static var json: JSONValue {
    .object([
      ("kernels", .array(all.map(\.json))),
      (
        "families",
        .array(
          families.map { family in
            .object([
              ("usage", .string(family.usage)), ("example", .string(family.example)),
              ("description", .string(family.description)), ("details", .string(family.details)),
              ("source", .string(family.source)),
            ])
          })
      ),
    ])
  }
}
