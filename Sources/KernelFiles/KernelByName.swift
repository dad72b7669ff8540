import ConvolutionCore

extension Kernel {
  /// The kernel that is called `name`, also by an alias, or a member of a family such as `gaussian:2`.
  ///
  /// Example: `try Kernel(named: "edge")`; ``KernelLibrary/names`` lists all.
  /// - Throws: ``KernelError/unknownKernel(name:suggestion:)`` with the name that was probably meant.
  /// - Complexity: reads one embedded file.
  public init(named name: String) throws(KernelError) {
    self = try KernelLibrary.kernel(named: name).kernel
  }
}
