/// The smaller of the two turns that make a pair of rows or columns orthogonal: t² + 2ζt − 1 = 0 for its tangent t.
struct JacobiRotation {
  private let cosine: Double, sine: Double

  init(_ zeta: Double) {
    let tangent = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
    cosine = 1 / (1 + tangent * tangent).squareRoot()
    sine = cosine * tangent
  }

  @inline(__always) func applied(_ a: Double, _ b: Double) -> (Double, Double) {
    (cosine * a - sine * b, sine * a + cosine * b)
  }
}
