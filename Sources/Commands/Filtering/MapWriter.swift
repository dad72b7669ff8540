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

  /// Writes one result, or with npy and csv several of one size; each is a map, or the three of a colour picture.
  ///
  /// `names` are those of the results, which csv writes above their maps.
  func write(_ results: [[Plane]], names: [String] = [], to path: String) throws(CommandFailure) {
    let maps = Array(results.joined())
    let mapNames = zip(names, results).flatMap { name, channels in
      channels.count == 3 ? ["red", "green", "blue"].map { "\(name) \($0)" } : channels.map { _ in name }
    }
    // Of sizes of 1 none is written: H×W, C×H×W, or K×C×H×W.
    let sizes = [results.count, results.first?.count ?? 1].filter { $0 > 1 }
    do throws(ImageError) {
      switch format {
      case .npy: try NumPyWriter.write(maps, leading: sizes, to: path)
      case .csv: try CSVWriter.write(maps, names: mapNames, to: path)
      case .png:
        for channels in results {
          if channels.count == 3 {
            try PNGWriter.write(
              channels: channels, display: display, depth: depth.rawValue, to: path, compression: compression)
          } else {
            try PNGWriter.write(
              channels[0], display: display, depth: depth.rawValue, to: path, compression: compression)
          }
        }
      }
    } catch {
      throw .picture(path, error)
    }
  }
}
