import NetworkDescription

/// The orders in which other programs keep their weights.
enum Reordering {
  /// Rows × columns as columns × rows.
  static func transposed(_ values: [Float], rows: Int, columns: Int) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    for row in 0..<rows {
      for column in 0..<columns { result[column * rows + row] = values[row * columns + column] }
    }
    return result
  }

  /// Weights O × (H, W, C) of a layer behind a flattened map as O × (C, H, W).
  static func channelsFirst(_ values: [Float], outputs: Int, shape: Shape) -> [Float] {
    let (channels, area) = (shape.channels, shape.height * shape.width)
    var result = [Float](repeating: 0, count: values.count)
    for output in 0..<outputs {
      let start = output * shape.count
      for place in 0..<area {
        for channel in 0..<channels {
          result[start + channel * area + place] = values[start + place * channels + channel]
        }
      }
    }
    return result
  }

  /// Kernels kH × kW × I × O, as Keras keeps them, as O × I × kH × kW.
  static func outputsFirst(_ values: [Float], area: Int, inputs: Int, outputs: Int) -> [Float] {
    var result = [Float](repeating: 0, count: values.count)
    for place in 0..<area {
      for input in 0..<inputs {
        for output in 0..<outputs {
          result[(output * inputs + input) * area + place] = values[(place * inputs + input) * outputs + output]
        }
      }
    }
    return result
  }
}
