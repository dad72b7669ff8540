import ConvolutionCore

/// Rows of numbers as they were read, on their way to a ``Kernel``.
struct KernelMatrix {
  var rows: [[Weight]]

  /// What every number is multiplied by.
  var factor = Weight.one
  /// How the text was understood, where that must be said.
  var remark: String?

  /// Reads rows as people type and paste them: see ``MatrixText``.
  init(text: some StringProtocol, isFile: Bool) throws(KernelError) {
    let matrix = try MatrixText(text, isFile: isFile)
    rows = []
    for (row, words) in matrix.rows.enumerated() {
      var weights: [Weight] = []
      for (column, word) in words.enumerated() {
        weights.append(try KernelMatrix.weight(word, row: row + 1, column: column + 1))
      }
      rows.append(weights)
    }
    factor = matrix.factor
    remark = matrix.remark
  }

  init(rows: [[Weight]]) { self.rows = rows }

  /// The numbers of one line, with white space between them.
  static func row(_ line: some StringProtocol, number row: Int) throws(KernelError) -> [Weight] {
    var weights: [Weight] = []
    for word in line.split(whereSeparator: \.isWhitespace) {
      weights.append(try weight(word, row: row, column: weights.count + 1))
    }
    return weights
  }

  private static func weight(_ word: some StringProtocol, row: Int, column: Int) throws(KernelError) -> Weight {
    switch Weight.read(word) {
    case .number(let weight): return weight
    case .notFinite: throw .notFinite(word: String(word), row: row, column: column)
    case .zeroDenominator: throw .zeroDenominator(word: String(word), row: row, column: column)
    case .notANumber: throw .notANumber(word: String(word), row: row, column: column)
    }
  }

  /// The kernel with every number divided by `divisor`.
  ///
  /// When all are fractions, it gets whole numerators over one divisor, as long as these are at most 2²⁴; the numerators
  /// stand as they were written where they were whole. All other kernels keep their values.
  func kernel(divisor: Weight = .one) throws(KernelError) -> Kernel {
    if factor != .one {
      var plain = self
      plain.factor = .one
      plain.rows = rows.map { $0.map { $0.multiplied(by: factor) } }
      return try plain.kernel(divisor: divisor)
    }
    guard let width = rows.first?.count, width > 0 else { throw .emptyMatrix }
    for (index, row) in rows.enumerated() where row.count != width {
      throw .raggedRow(row: index + 1, count: row.count, expected: width)
    }
    let limit = KernelReader.largestSide
    guard width <= limit, rows.count <= limit else {
      throw .tooLarge(width: width, height: rows.count, limit: limit)
    }
    let weights = rows.flatMap { $0 }
    if let whole = wholeKernel(weights, width, divisor) { return whole }
    let sign: Double = divisor.value < 0 ? -1 : 1
    return try makeKernel(width, weights.map { Float(sign * $0.value) }, Float(sign * divisor.value))
  }

  private func makeKernel(_ width: Int, _ numerators: [Float], _ divisor: Float) throws(KernelError) -> Kernel {
    do throws(ConvolutionError) {
      return try Kernel(width: width, height: rows.count, numerators: numerators, divisor: divisor)
    } catch {
      throw .outOfRange
    }
  }

  private func wholeKernel(_ weights: [Weight], _ width: Int, _ divisor: Weight) -> Kernel? {
    guard let divisorRatio = divisor.ratio else { return nil }
    var fractions: [Ratio] = []
    for weight in weights {
      guard let ratio = weight.ratio else { return nil }
      fractions.append(ratio)
    }
    return Kernel(width: width, fractions: fractions, divisor: divisorRatio)
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: SubSequence {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return rest
  }
}
