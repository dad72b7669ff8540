import ConvolutionCore

/// Every form in which hand-designed kernels may stand in a filter of a given size: turned by multiples of 90°
/// (3×3 kernels by 45°) and laid at every offset. The sign needs no form of its own: |cosine| takes both.
public struct TemplateBank: Sendable {
  /// One form of one kernel.
  public struct Template: Sendable, Equatable {
    /// The kernel's name.
    public let name: String
    /// Counter-clockwise, in degrees.
    public let rotation: Int
    /// Columns from the left edge of the filter to that of the kernel.
    public let x: Int
    /// Rows from the top edge of the filter to that of the kernel.
    public let y: Int
    /// The form as a vector of length 1, row by row.
    public let direction: [Double]
  }

  /// Columns of the filters to compare with.
  public let width: Int
  /// Rows of the filters to compare with.
  public let height: Int
  /// The forms, each direction once: of forms that equal each other up to sign, the first named one stays.
  public let templates: [Template]
  /// The kernels that are too large for the filter and stand in no form.
  public let omitted: [String]

  /// The bank of named kernels for filters of `width` × `height`.
  /// - Complexity: kernels × rotations × offsets, and the square of that within one kernel's forms for the double ones.
  public init(_ kernels: [(name: String, kernel: Kernel)], width: Int, height: Int) {
    self.width = width
    self.height = height
    var templates: [Template] = []
    var omitted: [String] = []
    var seen: Set<[Int]> = []
    for (name, kernel) in kernels {
      let before = templates.count
      var fits = false
      for (rotation, form) in TemplateBank.rotations(of: FilterPatch(kernel)) {
        guard form.width <= width, form.height <= height else { continue }
        fits = true
        for y in 0...(height - form.height) {
          for x in 0...(width - form.width) {
            guard let direction = unit(form.embedded(width: width, height: height, x: x, y: y).weights) else {
              continue
            }
            guard seen.insert(TemplateBank.key(direction)).inserted else { continue }
            templates.append(Template(name: name, rotation: rotation, x: x, y: y, direction: direction))
          }
        }
      }
      if !fits && templates.count == before { omitted.append(name) }
    }
    self.templates = templates
    self.omitted = omitted
  }

  private static func rotations(of patch: FilterPatch) -> [(Int, FilterPatch)] {
    var forms: [(Int, FilterPatch)] = []
    for quarter in 0..<4 {
      let turned = patch.turned(quarters: quarter)
      forms.append((quarter * 90, turned))
      if let diagonal = turned.ringTurned { forms.append((quarter * 90 + 45, diagonal)) }
    }
    return forms
  }

  /// The direction rounded, with the sign of its first weight that is not zero made positive.
  private static func key(_ direction: [Double]) -> [Int] {
    let rounded = direction.map { Int(($0 * 1e6).rounded()) }
    guard let first = rounded.first(where: { $0 != 0 }), first < 0 else { return rounded }
    return rounded.map { -$0 }
  }
}
