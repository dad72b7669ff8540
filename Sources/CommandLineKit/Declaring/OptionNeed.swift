/// What an option needs to have an effect: given without it, the option is refused, never ignored in silence.
public struct OptionNeed: Sendable {
  /// As it is typed: `--display`.
  public let option: String
  /// True where the option has an effect.
  public let isMet: Bool
  /// Why it has none: what stands behind "has no effect".
  public let reason: String

  /// A need of `option`.
  public init(_ option: String, isMet: Bool, _ reason: String) {
    self.option = option
    self.isMet = isMet
    self.reason = reason
  }
}
