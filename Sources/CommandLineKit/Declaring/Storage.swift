/// Where a property wrapper keeps its value: copies of a command share it, so that the parser can fill a command that
/// it only sees through a mirror.
final class Storage<Value> {
  /// Nil until a default or the command line gives one.
  var value: Value?
  /// True once the command line has given it.
  var isGiven = false

  init(_ value: Value?) { self.value = value }

  /// The value; reading one that the command line has not given and that has no default is a mistake in the program.
  func read() -> Value {
    guard let value else { preconditionFailure("a command's property was read before the command line was parsed") }
    return value
  }

  /// Takes a value, nil when the word was not understood.
  func take(_ given: Value?) -> Bool {
    guard let given else { return false }
    value = given
    isGiven = true
    return true
  }
}

extension Storage {
  /// Takes one more of several values; the first one takes the place of the default.
  func append<Element>(_ given: Element?) -> Bool where Value == [Element] {
    guard let given else { return false }
    value = (isGiven ? value ?? [] : []) + [given]
    isGiven = true
    return true
  }
}

/// A property wrapper that the parser fills.
protocol DeclaredArgument {
  /// What is declared, under the property's name.
  func declared(property: String) -> DeclaredValue
}
