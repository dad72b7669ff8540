import ConvolutionCore

/// Kernels that a formula gives, for parameters behind the name: `gaussian:1.5`, `gabor:45:8`.
public struct KernelFamily: Sendable {
  /// The word before the first colon.
  public let name: String
  /// How it is written, as `gaussian:SIGMA[:SIZE]`.
  public let usage: String
  /// What it does, in one line.
  public let description: String
  /// Formula, size and normalisation.
  public let details: String
  /// The book or paper it comes from.
  public let source: String
  /// A member that serves as example.
  public let example: String
  let parameters: [Parameter]
  let make: @Sendable ([Double]) throws(KernelError) -> Kernel

  /// One number behind a colon.
  struct Parameter: Sendable {
    let name: String
    let range: ClosedRange<Double>
    var isWhole = false
    var isOptional = false

    var expected: String {
      let (low, high) = (written(range.lowerBound), written(range.upperBound))
      return "a \(isWhole ? "whole " : "")number from \(low) to \(high)"
    }

    private func written(_ value: Double) -> String {
      Int(exactly: value).map { String($0) } ?? "\(value)"
    }
  }

  /// The member that `specification` names, as `gaussian:1.5`.
  func kernel(_ specification: String) throws(KernelError) -> NamedKernel {
    let words = specification.split(separator: ":", omittingEmptySubsequences: false).dropFirst()
    guard words.count <= parameters.count, words.count >= parameters.count(where: { !$0.isOptional }) else {
      throw .parameterCount(usage: usage, found: words.count)
    }
    var values: [Double] = []
    for (word, parameter) in zip(words, parameters) {
      guard case .number(let weight) = Weight.read(word), parameter.range.contains(weight.value),
        !parameter.isWhole || weight.isWhole(in: parameter.range)
      else {
        throw .badParameter(
          usage: usage, parameter: parameter.name, found: String(word), expected: parameter.expected)
      }
      values.append(weight.value)
    }
    return NamedKernel(
      name: specification, group: "families", description: "\(description) \(details)", source: source,
      kernel: try make(values))
  }
}

extension SampledKernel {
  func kernel(divisor: Double = 1) throws(KernelError) -> Kernel {
    do throws(ConvolutionError) {
      return try Kernel(width: width, height: height, numerators: values.map { Float($0) }, divisor: Float(divisor))
    } catch {
      throw .outOfRange
    }
  }
}
