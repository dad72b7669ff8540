import ConvolutionCore

/// Hand-designed filters for a first layer, in the order a designer would add them: edges in four directions, then
/// spots, lines, blur and corners.
public let designedBankNames = [
  "sobel-x", "sobel-y", "robinson-5-north-east", "robinson-5-north-west", "laplacian-8", "gaussian-3", "line-vertical",
  "line-horizontal", "line-45", "line-135", "emboss", "sharpen", "mixed-difference", "laplacian-cross", "box-blur",
  "identity",
]

/// `count` filters of `width` × `height`: kernels in the middle of zeros; when there are more places than kernels they
/// come again turned by 90°, then 180°, then 270°. Kernels that are too large are left out.
public func designedBank(_ kernels: [Kernel], count: Int, width: Int, height: Int) -> [FilterPatch] {
  let fitting = kernels.map { FilterPatch($0) }.filter { max($0.width, $0.height) <= min(width, height) }
  guard !fitting.isEmpty else { return [] }
  return (0..<count).map { index in
    let form = fitting[index % fitting.count].turned(quarters: index / fitting.count)
    return form.embedded(width: width, height: height, x: (width - form.width) / 2, y: (height - form.height) / 2)
  }
}
