import ConvolutionCore

extension NamedKernel {
  /// The kernel as a file of the format of `kernels/`, which reads back as the same weights, bit for bit.
  ///
  /// The name is written only where a file may bear it; line feeds within texts become spaces.
  public var fileText: String {
    func line(_ key: String, _ value: String) -> String {
      value.isEmpty ? "" : "\(key): \(String(value.map { $0.isNewline ? " " : $0 }))\n"
    }
    var text = KernelFile.isName(name) ? line("name", name) : ""
    text += line("description", description) + line("source", source)
    if kernel.divisor != 1 { text += "divisor: \(kernel.divisor)\n" }
    if !text.isEmpty { text += "\n" }
    for row in 0..<kernel.height {
      let weights = kernel.numerators[row * kernel.width..<(row + 1) * kernel.width]
      text += weights.map { "\($0)" }.joined(separator: " ") + "\n"
    }
    return text
  }
}
