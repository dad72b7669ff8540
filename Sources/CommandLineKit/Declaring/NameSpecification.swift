/// The names of an option or flag.
public struct NameSpecification: ExpressibleByArrayLiteral, Sendable {
  /// One name.
  public enum Element: Sendable {
    /// The property's name behind two dashes: `maxPixels` is `--max-pixels`.
    case long
    /// The property's first letter behind one dash.
    case short
    /// A name of its own behind two dashes.
    case customLong(String)
    /// A letter of its own behind one dash.
    case customShort(Character)
  }

  let elements: [Element]

  /// Several names.
  public init(arrayLiteral elements: Element...) { self.elements = elements }

  /// The property's name behind two dashes.
  public static var long: NameSpecification { [.long] }
  /// The property's first letter behind one dash.
  public static var short: NameSpecification { [.short] }
  /// Both.
  public static var shortAndLong: NameSpecification { [.short, .long] }
  /// A name of its own behind two dashes.
  public static func customLong(_ name: String) -> NameSpecification { [.customLong(name)] }
  /// A letter of its own behind one dash.
  public static func customShort(_ letter: Character) -> NameSpecification { [.customShort(letter)] }

  /// The names of the property `property`.
  func names(of property: String) -> [Name] {
    elements.compactMap { element in
      switch element {
      case .long: .long(property.kebabCased)
      case .short: property.first.map(Name.short)
      case .customLong(let name): .long(name)
      case .customShort(let letter): .short(letter)
      }
    }
  }
}

/// A name as it is typed.
enum Name: Hashable, Sendable {
  case long(String)
  case short(Character)

  /// With its dashes.
  var spelling: String {
    switch self {
    case .long(let name): "--\(name)"
    case .short(let letter): "-\(letter)"
    }
  }

  var isLong: Bool {
    if case .long = self { true } else { false }
  }
}

extension String {
  /// `maxPixels` as `max-pixels`.
  var kebabCased: String {
    var result = ""
    for character in self {
      if character.isUppercase {
        if !result.isEmpty { result += "-" }
        result += character.lowercased()
      } else {
        result.append(character)
      }
    }
    return result
  }
}
