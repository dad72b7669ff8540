/// The hand-designed kernel that a filter resembles most.
public struct BestMatch: Sendable, Equatable {
  /// The form of the kernel.
  public let template: TemplateBank.Template
  /// The cosine between filter and form, −1…1; negative when the filter is the negated kernel.
  public let cosine: Double

  /// |cosine|: 1 is the same filter up to its strength and sign.
  public var similarity: Double { cosine.magnitude }
}

extension TemplateBank {
  /// The template with the largest |cosine|; nil for a filter that is all zero or of another size.
  /// - Complexity: templates × weights.
  public func bestMatch(of filter: FilterPatch) -> BestMatch? {
    guard filter.width == width, filter.height == height, let direction = unit(filter.weights) else { return nil }
    var best: BestMatch?
    for template in templates {
      let cosine = dot(template.direction, direction)
      // A tie stays with the first, so that the result does not hang on rounding.
      if cosine.magnitude > (best?.similarity ?? -1) + 1e-9 { best = BestMatch(template: template, cosine: cosine) }
    }
    return best
  }
}
