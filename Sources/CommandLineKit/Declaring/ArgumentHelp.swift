/// What the help screen says of an option, flag or argument.
public struct ArgumentHelp: ExpressibleByStringInterpolation, Sendable {
  /// One line.
  public var abstract: String
  /// What stands below it.
  public var discussion: String
  /// What stands for the value, without its angle brackets; nil takes the property's name.
  public var valueName: String?
  /// False leaves it out of the help screen and the completions.
  public var isVisible: Bool

  /// Describes an option, flag or argument.
  public init(_ abstract: String = "", discussion: String = "", valueName: String? = nil, isVisible: Bool = true) {
    self.abstract = abstract
    self.discussion = discussion
    self.valueName = valueName
    self.isVisible = isVisible
  }

  /// One line.
  public init(stringLiteral value: String) { self.init(value) }

  /// Leaves it out of the help screen.
  public static var hidden: ArgumentHelp { ArgumentHelp(isVisible: false) }
}
