/// A type whose properties are read from the command line: options, flags and arguments.
public protocol ParsableArguments: SendableMetatype {
  /// Properties at their defaults, before anything is read.
  init()

  /// Called once everything is read; what it throws is a usage error when it is a ``ValidationError``.
  mutating func validate() throws

  /// What its options need, looked at once everything is read and valid.
  var needs: [OptionNeed] { get }
}

extension ParsableArguments {
  /// Accepts everything.
  public mutating func validate() throws {}

  /// Every option always has an effect.
  public var needs: [OptionNeed] { [] }
}
