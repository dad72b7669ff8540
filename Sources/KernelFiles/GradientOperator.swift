import ConvolutionCore
import TextFormats

/// A pair of kernels for the change along x and along y, under one name: `sobel` of `sobel-x` and `sobel-y`.
public struct GradientOperator: Sendable {
  /// As it is typed: `sobel`, `sobel-direction`.
  public let name: String
  /// The kernel for the change along x.
  public let x: NamedKernel
  /// The kernel for the change along y.
  public let y: NamedKernel
  /// What becomes of the two maps.
  public let gradient: Gradient

  /// The operator of that name; nil where there is none.
  public init?(named name: String) {
    let (base, quantity): (String, Gradient.Quantity) =
      name.hasSuffix(GradientOperator.directionEnding)
      ? (String(name.dropLast(GradientOperator.directionEnding.count)), .direction) : (name, .magnitude)
    guard KernelLibrary.hasFile("\(base)-x"), KernelLibrary.hasFile("\(base)-y"),
      let x = try? KernelLibrary.kernel(named: "\(base)-x"), let y = try? KernelLibrary.kernel(named: "\(base)-y"),
      x.group == "gradient"
    else { return nil }
    self.name = name
    self.x = x
    self.y = y
    gradient = Gradient(x: x.kernel, y: y.kernel, quantity: quantity)
  }

  /// The names of all, sorted: magnitude and direction of each pair.
  public static var names: [String] {
    let bases = KernelLibrary.names.filter { $0.hasSuffix("-x") }.map { String($0.dropLast(2)) }
    return bases.flatMap { [$0, $0 + directionEnding] }.filter { GradientOperator(named: $0) != nil }.sorted()
  }

  /// The names of the magnitudes alone, which a shell offers.
  public static var magnitudes: [String] { names.filter { !$0.hasSuffix(directionEnding) } }

  private static let directionEnding = "-direction"

  /// What it computes, in one line.
  public var description: String {
    switch gradient.quantity {
    case .magnitude: "√(gx² + gy²), the steepness, of gx from \(x.name) and gy from \(y.name)."
    case .direction:
      "Where it grows brighter: the angle of (gx, -gy) of \(x.name) and \(y.name) in degrees, 0 to 360, anticlockwise "
        + "from the right."
    }
  }

  /// What `cnnlab kernels NAME` prints.
  public var report: String {
    let ending =
      gradient.quantity == .magnitude
      ? "The bias is added to the magnitude. Zero-sum kernels: flat areas give 0."
      : "0 where the picture is flat. In npy and csv the angle itself; in a picture 0° is 0 and 360° is 255."
    return "\(name)\n\(description)\n\(ending)\n\n\(x.report())\n\n\(y.report())"
  }

  /// The same facts, machine-readable.
  public var json: JSONValue {
    .object([
      ("name", .string(name)), ("description", .string(description)),
      ("quantity", .string(gradient.quantity == .magnitude ? "magnitude" : "direction")),
      ("kernels", .array([x.json, y.json])),
    ])
  }
}
