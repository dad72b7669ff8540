import ConvolutionCore
import DrawingKit
import KernelFiles

/// A convolution layer of kernels picked by hand: map o is the sum over all maps c below of `kernels[o][c]` over c.
struct MapLayer: Sendable {
  let kernels: [[Kernel]]

  /// `count` maps over `depth` maps below, kernels taken in turn from a bank.
  init(count: Int, depth: Int, bank: [Kernel]) {
    kernels = (0..<count).map { o in (0..<depth).map { c in bank[(2 * o + c) % bank.count] } }
  }

  /// What each map below gives to map `index`.
  func partialSums(_ index: Int, _ maps: [Plane]) throws(FigureError) -> [Plane] {
    var partial: [Plane] = []
    for (map, kernel) in zip(maps, kernels[index]) {
      partial.append(try Convolution(padding: .valid).map(of: map, kernel))
    }
    return partial
  }

  /// All maps of the layer.
  func apply(_ maps: [Plane]) throws(FigureError) -> [Plane] {
    var result: [Plane] = []
    for index in kernels.indices {
      let partial = try partialSums(index, maps)
      result.append(partial.dropFirst().reduce(partial[0]) { $0.adding($1) })
    }
    return result
  }
}

extension Plane {
  /// The sum of two planes of one size.
  func adding(_ other: Plane) -> Plane {
    Plane(width: width, height: height, values: zip(values, other.values).map { $0 + $1 })
  }

  /// The plane scaled so that its largest magnitude is 255, as batch normalisation keeps deep maps in range.
  var normalised: Plane {
    let scale = Float(255 / limit)
    return Plane(width: width, height: height, values: values.map { $0 * scale })
  }
}
