import ConvolutionCore

/// libvips' text format: `width height [scale [offset]]`, then the rows. A weight is its number over the scale.
struct LibvipsMatrix {
  private let matrix: KernelMatrix
  private let scale: Weight

  /// Nil when the first line is no header for what follows.
  init?(_ text: Substring) throws(KernelError) {
    guard !text.contains(";") else { return nil }
    let lines = text.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "#" }.trimmed }.filter { !$0.isEmpty }
    guard let first = lines.first else { return nil }
    let header = first.split { $0.isWhitespace || $0 == "," }
    guard (2...4).contains(header.count), let width = Int(header[0]), let height = Int(header[1]),
      width > 0, height > 0, lines.count > 1
    else { return nil }
    let rows = lines.dropFirst()
    let counts = Set(rows.map { $0.split { $0.isWhitespace || $0 == "," }.count })
    guard counts == [width], rows.count == height || (header.count == 4 && width != 4) else { return nil }
    guard rows.count == height else { throw .libvipsRowCount(height: height, count: rows.count) }
    scale = header.count > 2 ? try LibvipsMatrix.scale(header[2], offset: header.count > 3 ? header[3] : "0") : .one
    matrix = try KernelMatrix(text: rows.joined(separator: "\n"), isFile: true)
  }

  private static func scale(_ scale: Substring, offset: Substring) throws(KernelError) -> Weight {
    guard case .number(let weight) = Weight.read(scale), weight.value != 0 else {
      throw .libvipsScale(word: String(scale))
    }
    guard case .number(let number) = Weight.read(offset), number.value == 0 else {
      throw .libvipsOffset(word: String(offset))
    }
    return weight
  }

  func kernel() throws(KernelError) -> Kernel { try matrix.kernel(divisor: scale) }
}
