/// A property given as `--name value`, `--name=value` or `-n value`.
@propertyWrapper public struct Option<Value>: DeclaredArgument {
  private let storage: Storage<Value>
  private let name: NameSpecification
  private let declaration: ValueDeclaration

  /// The value.
  public var wrappedValue: Value {
    get { storage.read() }
    set { storage.value = newValue }
  }

  func declared(property: String) -> DeclaredValue {
    declaration.declared(.option, names: name.names(of: property), property: property)
  }
}

extension Option where Value: ExpressibleByArgument {
  /// An option with a default.
  public init(
    wrappedValue: Value, name: NameSpecification = .long, help: ArgumentHelp? = nil,
    completion: CompletionKind? = nil
  ) {
    self.init(initial: wrappedValue, name, help, completion)
  }

  /// An option that must be given.
  public init(name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil) {
    self.init(initial: nil, name, help, completion)
  }

  private init(
    initial: Value?, _ name: NameSpecification, _ help: ArgumentHelp?, _ completion: CompletionKind?
  ) {
    let storage = Storage(initial)
    self.storage = storage
    self.name = name
    declaration = ValueDeclaration(
      Value.self, help, completion, defaultText: initial?.defaultValueDescription, isOptional: initial != nil
    ) { storage.take(Value(argument: $0)) }
  }
}

extension Option {
  /// An option that may be left out.
  public init<Wrapped: ExpressibleByArgument>(
    name: NameSpecification = .long, help: ArgumentHelp? = nil, completion: CompletionKind? = nil
  ) where Value == Wrapped? {
    let storage = Storage<Value>(.some(nil))
    self.storage = storage
    self.name = name
    declaration = ValueDeclaration(Wrapped.self, help, completion, isOptional: true) {
      Wrapped(argument: $0).map { storage.take(.some($0)) } ?? false
    }
  }

  /// An option that may be given several times.
  public init<Element: ExpressibleByArgument>(
    wrappedValue: [Element], name: NameSpecification = .long, help: ArgumentHelp? = nil,
    completion: CompletionKind? = nil
  ) where Value == [Element] {
    let storage = Storage(wrappedValue)
    self.storage = storage
    self.name = name
    declaration = ValueDeclaration(
      Element.self, help, completion, defaultText: listed(wrappedValue), isOptional: true, isRepeating: true
    ) { storage.append(Element(argument: $0)) }
  }
}
