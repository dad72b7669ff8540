/// What a command reads, in the order of its properties.
struct ArgumentSet {
  private(set) var values: [DeclaredValue] = []

  init(of arguments: any ParsableArguments) {
    collect(arguments, section: "")
  }

  private mutating func collect(_ arguments: any ParsableArguments, section: String) {
    for child in Mirror(reflecting: arguments).children {
      if let declared = child.value as? any DeclaredArgument, let label = child.label {
        // The wrapper of the property `stride` is stored as `_stride`.
        var value = declared.declared(property: String(label.drop { $0 == "_" }))
        value.definition.section = section
        values.append(value)
      } else if let declared = child.value as? any DeclaredGroup {
        let (title, group) = declared.group
        collect(group, section: title.isEmpty ? section : title)
      }
    }
  }

  var definitions: [ArgumentDefinition] { values.map(\.definition) }
  var positionals: [ArgumentDefinition] { definitions.filter { $0.kind == .positional } }
  var options: [ArgumentDefinition] { definitions.filter { $0.kind != .positional } }

  subscript(_ name: Name) -> DeclaredValue? { values.first { $0.definition.names.contains(name) } }
}

/// The needs of a command and of its groups.
func allNeeds(_ arguments: any ParsableArguments) -> [OptionNeed] {
  let groups = Mirror(reflecting: arguments).children.compactMap { ($0.value as? any DeclaredGroup)?.group.arguments }
  return arguments.needs + groups.flatMap(allNeeds)
}

/// Calls `validate` of a command's groups, then its own.
func validateWhole(_ arguments: inout any ParsableArguments) throws {
  for child in Mirror(reflecting: arguments).children {
    if let declared = child.value as? any DeclaredGroup {
      var group = declared.group.arguments
      try validateWhole(&group)
    }
  }
  try arguments.validate()
}
