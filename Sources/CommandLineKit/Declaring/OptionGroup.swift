/// Options, flags and arguments that several commands share, declared once in a type of their own.
@propertyWrapper public struct OptionGroup<Value: ParsableArguments>: DeclaredGroup {
  private let title: String
  private var value = Value()

  /// The properties.
  public var wrappedValue: Value {
    get { value }
    set { value = newValue }
  }

  /// Shown under `title` on the help screen.
  public init(title: String = "") { self.title = title }

  var group: (title: String, arguments: any ParsableArguments) { (title, value) }
}

/// A property wrapper that holds further declarations.
protocol DeclaredGroup {
  /// The title on the help screen and the declarations.
  var group: (title: String, arguments: any ParsableArguments) { get }
}
