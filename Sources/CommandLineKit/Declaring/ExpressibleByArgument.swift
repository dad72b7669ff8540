/// A type that a word of the command line can stand for.
public protocol ExpressibleByArgument: SendableMetatype {
  /// The value of a word; nil when it is none.
  init?(argument: String)

  /// How the help screen shows the value as a default.
  var defaultValueDescription: String { get }

  /// Every word there is; empty when they cannot be listed.
  static var allValueStrings: [String] { get }

  /// What a shell offers.
  static var defaultCompletionKind: CompletionKind { get }

  /// Why a word is no value, where more can be said than which words there are; nil for all other words.
  static func explanation(of argument: String) -> String?
}

extension ExpressibleByArgument {
  /// The value's own description.
  public var defaultValueDescription: String { "\(self)" }

  /// Nothing.
  public static func explanation(of argument: String) -> String? { nil }

  /// None.
  public static var allValueStrings: [String] { [] }

  /// The list of values, if there is one.
  public static var defaultCompletionKind: CompletionKind {
    allValueStrings.isEmpty ? .default : .list(allValueStrings)
  }
}

extension ExpressibleByArgument where Self: CaseIterable & RawRepresentable, RawValue == String {
  /// The raw values of all cases.
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }

  /// The raw value.
  public var defaultValueDescription: String { rawValue }
}

extension RawRepresentable where Self: ExpressibleByArgument, RawValue: ExpressibleByArgument {
  /// The case of a raw value.
  public init?(argument: String) {
    guard let value = RawValue(argument: argument) else { return nil }
    self.init(rawValue: value)
  }
}

extension String: ExpressibleByArgument {
  /// The word itself.
  public init?(argument: String) { self = argument }
}

extension Int: ExpressibleByArgument {
  /// A whole number.
  public init?(argument: String) { self.init(argument) }
}

extension UInt64: ExpressibleByArgument {
  /// A whole number that is not negative.
  public init?(argument: String) { self.init(argument) }
}

extension Float: ExpressibleByArgument {
  /// A number; `nan` and `inf` are none.
  public init?(argument: String) {
    guard let value = Float(argument), value.isFinite else { return nil }
    self = value
  }

  /// Without a fraction when there is none.
  public var defaultValueDescription: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

extension Double: ExpressibleByArgument {
  /// A number; `nan` and `inf` are none.
  public init?(argument: String) {
    guard let value = Double(argument), value.isFinite else { return nil }
    self = value
  }

  /// Without a fraction when there is none.
  public var defaultValueDescription: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
