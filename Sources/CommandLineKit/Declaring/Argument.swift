/// A property given by its place among the words that belong to no option.
@propertyWrapper public struct Argument<Value>: DeclaredArgument {
  private let storage: Storage<Value>
  private let declaration: ValueDeclaration

  /// The value.
  public var wrappedValue: Value {
    get { storage.read() }
    set { storage.value = newValue }
  }

  func declared(property: String) -> DeclaredValue {
    declaration.declared(.positional, names: [], property: property)
  }
}

extension Argument where Value: ExpressibleByArgument {
  /// An argument with a default.
  public init(wrappedValue: Value, help: ArgumentHelp? = nil, completion: CompletionKind? = nil) {
    self.init(initial: wrappedValue, help, completion)
  }

  /// An argument that must be given.
  public init(help: ArgumentHelp? = nil, completion: CompletionKind? = nil) {
    self.init(initial: nil, help, completion)
  }

  private init(initial: Value?, _ help: ArgumentHelp?, _ completion: CompletionKind?) {
    let storage = Storage(initial)
    self.storage = storage
    declaration = ValueDeclaration(
      Value.self, help, completion, defaultText: initial?.defaultValueDescription, isOptional: initial != nil
    ) { storage.take(Value(argument: $0)) }
  }
}

extension Argument {
  /// An argument that may be left out.
  public init<Wrapped: ExpressibleByArgument>(help: ArgumentHelp? = nil, completion: CompletionKind? = nil)
  where Value == Wrapped? {
    let storage = Storage<Value>(.some(nil))
    self.storage = storage
    declaration = ValueDeclaration(Wrapped.self, help, completion, isOptional: true) {
      Wrapped(argument: $0).map { storage.take(.some($0)) } ?? false
    }
  }

  /// All arguments from here on, or the default when there are none.
  public init<Element: ExpressibleByArgument>(
    wrappedValue: [Element], help: ArgumentHelp? = nil, completion: CompletionKind? = nil
  ) where Value == [Element] {
    self.init(initial: wrappedValue, help, completion)
  }

  /// All arguments from here on: at least one.
  public init<Element: ExpressibleByArgument>(help: ArgumentHelp? = nil, completion: CompletionKind? = nil)
  where Value == [Element] {
    self.init(initial: nil, help, completion)
  }

  private init<Element: ExpressibleByArgument>(
    initial: [Element]?, _ help: ArgumentHelp?, _ completion: CompletionKind?
  ) where Value == [Element] {
    let storage = Storage(initial)
    self.storage = storage
    declaration = ValueDeclaration(
      Element.self, help, completion, defaultText: initial.flatMap(listed), isOptional: initial != nil,
      isRepeating: true
    ) { storage.append(Element(argument: $0)) }
  }
}
