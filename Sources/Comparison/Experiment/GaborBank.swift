import ElementaryFunctions

/// Gabor functions at evenly spread orientations, even and odd in turn, with zero mean and length 1
/// (Jones & Palmer, Journal of Neurophysiology 58, 1987, describe simple cells by them).
public func gaborBank(count: Int, width: Int, height: Int) -> [FilterPatch] {
  let reach = Double(min(width, height))
  let (deviation, wavelength) = (reach / 4, reach * 0.8)
  return (0..<count).map { index in
    let angle = Double(index) * .pi / Double(max(count, 1))
    let phase = index.isMultiple(of: 2) ? 0.0 : Double.pi / 2
    var weights: [Double] = []
    for row in 0..<height {
      for column in 0..<width {
        let x = Double(column) - Double(width - 1) / 2
        let y = Double(row) - Double(height - 1) / 2
        let along = x * cosine(angle) + y * sine(angle)
        let envelope = exponential(-(x * x + y * y) / (2 * deviation * deviation))
        weights.append(envelope * cosine(2 * .pi * along / wavelength + phase))
      }
    }
    let mean = weights.reduce(0, +) / Double(weights.count)
    let centered = weights.map { $0 - mean }
    return FilterPatch(width: width, height: height, weights: unit(centered) ?? centered)
  }
}
