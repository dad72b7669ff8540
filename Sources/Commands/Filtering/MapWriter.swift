import ConvolutionCore
import PictureFiles

/// Writes feature maps as the options ask.
struct MapWriter: Sendable {
  let format: MapFormat
  let display: Display
  let depth: SampleDepth
  let compression: Compression

  init(_ options: MapOutputOptions, format: MapFormat) {
    self.format = format
    display = options.display
    depth = options.depth
    compression = options.compression
  }

  /// Writes one map, or with npy and csv several of one size.
  func write(_ maps: [Plane], to path: String) throws(CommandFailure) {
    do throws(ImageError) {
      switch format {
      case .npy: try NumPyWriter.write(maps, to: path)
      case .csv: try CSVWriter.write(maps, to: path)
      case .png:
        for map in maps {
          try PNGWriter.write(map, display: display, depth: depth.rawValue, to: path, compression: compression)
        }
      }
    } catch {
      throw .picture(path, error)
    }
  }
}
