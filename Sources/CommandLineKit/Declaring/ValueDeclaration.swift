/// What options and arguments have in common: a value made of a word.
struct ValueDeclaration {
  let help: ArgumentHelp
  let allValues: [String]
  let completion: CompletionKind
  let explain: @Sendable (String) -> String?
  let defaultText: String?
  let isOptional: Bool
  let isRepeating: Bool
  /// Keeps the value of a word; false when it was not understood.
  let accept: (String) -> Bool

  init<Element: ExpressibleByArgument>(
    _ type: Element.Type, _ help: ArgumentHelp?, _ completion: CompletionKind?, defaultText: String? = nil,
    isOptional: Bool, isRepeating: Bool = false, accept: @escaping (String) -> Bool
  ) {
    self.help = help ?? ""
    allValues = Element.allValueStrings
    self.completion = completion ?? Element.defaultCompletionKind
    explain = { Element.explanation(of: $0) }
    self.defaultText = defaultText
    self.isOptional = isOptional
    self.isRepeating = isRepeating
    self.accept = accept
  }

  func declared(_ kind: ArgumentDefinition.Kind, names: [Name], property: String) -> DeclaredValue {
    let definition = ArgumentDefinition(
      kind: kind, names: names, valueName: help.valueName ?? property.kebabCased, help: help, isOptional: isOptional,
      isRepeating: isRepeating, defaultText: defaultText, allValues: allValues, completion: completion,
      explain: explain)
    return DeclaredValue(definition: definition, accept: accept)
  }
}

/// Values as a default on the help screen; nil when there are none.
func listed<Element: ExpressibleByArgument>(_ values: [Element]) -> String? {
  values.isEmpty ? nil : values.map(\.defaultValueDescription).joined(separator: ", ")
}
