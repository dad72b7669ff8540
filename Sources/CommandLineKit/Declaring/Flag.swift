/// A property that is true when its name is given.
@propertyWrapper public struct Flag<Value>: DeclaredArgument {
  private let storage: Storage<Value>
  private let name: NameSpecification
  private let help: ArgumentHelp?
  private let set: () -> Void

  /// The value.
  public var wrappedValue: Value {
    get { storage.read() }
    set { storage.value = newValue }
  }

  func declared(property: String) -> DeclaredValue {
    DeclaredValue(definition: .flag(name.names(of: property), help ?? "")) { [set] _ in
      set()
      return true
    }
  }
}

extension Flag where Value == Bool {
  /// A flag that is off unless given.
  public init(wrappedValue: Bool, name: NameSpecification = .long, help: ArgumentHelp? = nil) {
    let storage = Storage(wrappedValue)
    self.storage = storage
    self.name = name
    self.help = help
    set = { storage.value = true }
  }
}
