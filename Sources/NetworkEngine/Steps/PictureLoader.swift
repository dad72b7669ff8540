import CLayerLoops
import ConvolutionCore
import NetworkDescription

/// Turns sixteen pictures of bytes into one block of lanes.
package struct PictureLoader: Sendable {
  package let input: MapLayout
  /// Factor and summand of each channel.
  package let lines: [(scale: Float, shift: Float)]

  package init(_ input: MapLayout, _ normalization: Normalization) {
    self.input = input
    lines = (0..<input.shape.channels).map { normalization.line(channel: $0) }
  }

  /// Puts one picture of C × H × W values of 0…255 into every lane of `memory`: values that are whole give the bits that
  /// bytes give.
  package func load(_ values: [Float], into memory: UnsafeMutablePointer<Float>) {
    var index = 0
    for channel in 0..<input.shape.channels {
      for y in 0..<input.shape.height {
        for x in 0..<input.shape.width {
          let place = input.origin + y * input.row + x * input.column + channel * LaneBuffer.block
          for lane in 0..<LaneBuffer.block { memory[place + lane] = values[index] }
          index += 1
        }
      }
    }
    var (source, target) = (input.map(in: memory), input.map(in: memory))
    let scales = lines.map { $0.scale }
    let shifts = lines.map { $0.shift }
    scales.withUnsafeBufferPointer { scales in
      shifts.withUnsafeBufferPointer { shifts in
        guard let scale = scales.baseAddress, let shift = shifts.baseAddress else { return }
        layerLoops.affine(&source, scale, shift, &target)
      }
    }
  }

  /// Puts the pictures that begin at `pictures` into `memory`; fewer than sixteen are filled up with the first.
  package func load(
    _ pictures: UnsafeMutableBufferPointer<UnsafePointer<UInt8>>, count: Int, into memory: UnsafeMutablePointer<Float>
  ) {
    let area = input.shape.height * input.shape.width
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt8>.self, capacity: LaneBuffer.block) { planes in
      guard let start = planes.baseAddress else { return }
      for channel in 0..<input.shape.channels {
        for lane in 0..<LaneBuffer.block {
          start[lane] = pictures[lane < count ? lane : 0] + channel * area
        }
        layerLoops.loadPlane(
          start, input.shape.height, input.shape.width, lines[channel].scale, lines[channel].shift,
          memory + input.origin + channel * LaneBuffer.block, input.row, input.column)
      }
    }
  }
}
