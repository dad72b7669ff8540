import CHDF5
import ModelFiles

/// The arrays of numbers in an HDF5 file, as Keras saves weights (`.weights.h5`).
public enum HDF5Weights {
  /// Numbers of one file at the most.
  public static let limit = 1 << 30

  /// Every array of floating-point numbers, in the order of its path: `layers/conv2d/vars/0`.
  ///
  /// - Throws: ``InterchangeError`` for files that are damaged, nested too deep or larger than ``limit``.
  public static func read(_ path: String) throws(InterchangeError) -> [Tensor] {
    var tensors: [Tensor] = []
    let outcome = withUnsafeMutablePointer(to: &tensors) { collected in
      chdf5_read(
        path, UInt64(limit),
        { context, name, sizes, dimensions, values, count in
          guard let context, let name else { return 1 }
          let shape = UnsafeBufferPointer(start: sizes, count: Int(dimensions)).map { Int($0) }
          let numbers = Array(UnsafeBufferPointer(start: values, count: Int(count)))
          context.assumingMemoryBound(to: [Tensor].self).pointee.append(
            Tensor(name: String(cString: name), shape: shape, values: numbers))
          return 0
        }, collected)
    }
    switch outcome {
    case CHDF5Done: return tensors
    case CHDF5NoLibrary: throw .noLibrary("libhdf5", package: "libhdf5-103-1")
    case CHDF5TooLarge: throw .tooLarge(part: "what the file holds", limit: "a network's weights")
    default: throw .malformed(format: "HDF5", found: "its structure is damaged")
    }
  }
}
