import ConvolutionCore

/// A kernel with what is known about it: one file of `kernels/`, one member of a family, or one of the user's own.
public struct NamedKernel: Sendable, Equatable {
  /// The name on the command line and in file names; a family member bears its parameters, as `gaussian:1.5`.
  public var name: String
  /// Other names for the very same matrix.
  public var aliases: [String]
  /// The heading it is listed under, as "gradient"; empty for the user's own.
  public var group: String
  /// What it does, in one line; empty where a user's file says nothing.
  public var description: String
  /// The book, paper or standard it comes from; empty where a user's file says nothing.
  public var source: String
  /// The weights, written for correlation.
  public var kernel: Kernel
  /// How its text was understood, where a user must be told; nil for most.
  public var remark: String?
  /// What the file itself states about the matrix; the tests hold it against the weights.
  package var stated: StatedFacts

  /// A kernel with what is known about it.
  public init(
    name: String, aliases: [String] = [], group: String = "", description: String = "", source: String = "",
    kernel: Kernel
  ) {
    self.name = name
    self.aliases = aliases
    self.group = group
    self.description = description
    self.source = source
    self.kernel = kernel
    stated = StatedFacts()
  }
}

/// The header lines of a kernel file that a test holds against its matrix; nil where the file has no such line.
package struct StatedFacts: Sendable, Equatable {
  /// Line `sum:`, a number or a fraction.
  package var sum: String?
  /// Line `gain:`, two numbers: the response to a ramp of slope 1 along x, and along y.
  package var gain: String?
  /// Line `symmetry:`, what turns and mirrors leave unchanged or negate.
  package var symmetry: String?

  init() {}
}
