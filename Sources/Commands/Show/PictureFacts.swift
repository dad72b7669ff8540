import ConvolutionCore
import PictureFiles
import SystemServices

/// What is told of a picture, gathered while its rows go by: no row is kept but those that are printed.
struct PictureFacts {
  /// One kind of value: gray, or a colour.
  struct Channel {
    let name: String
    var statistics = PixelStatistics()
    var histogram = HistogramCounts()
    /// The pixels to be printed.
    var window: Plane
  }

  let size: Size
  let storedDepth: Int
  /// The colours of a coloured picture, and gray behind them.
  private(set) var channels: [Channel]
  /// What ``Channel/window`` shows.
  let window: Region
  /// The gray picture, small enough to be drawn.
  private(set) var reduced: Plane
  let damage: PictureDamage?

  var isGray: Bool { channels.count == 1 }

  /// Reads all rows; `window` is settled when the size is known.
  init(
    _ rows: PictureRows, window: (Size) throws(CommandFailure) -> Region
  ) throws(PictureFailure) {
    size = Size(width: rows.width, height: rows.height)
    storedDepth = rows.storedDepth
    do throws(CommandFailure) { self.window = try window(size) } catch { throw .command(error) }
    let names = rows.valueCount == 1 ? ["gray"] : ["red", "green", "blue", "gray"]
    let part = self.window
    channels = names.map { Channel(name: $0, window: Plane(width: part.width, height: part.height)) }
    var reduction = Reduction(size)
    let width = rows.width
    guard let memory = LazyMemory(byteCount: width * names.count * 4) else { throw .picture(.outOfMemory) }
    let start = memory.start.assumingMemoryBound(to: Float.self)
    let planes = names.indices.map { start + $0 * width }
    for y in 0..<rows.height {
      do throws(ImageError) { try rows.readLevels(1, into: planes) } catch { throw .picture(error) }
      for index in channels.indices {
        let row = UnsafeBufferPointer(start: planes[index], count: width)
        channels[index].statistics.add(row)
        channels[index].histogram.add(row)
        if y >= part.y && y < part.y + part.height {
          for x in 0..<part.width { channels[index].window[y - part.y, x] = row[part.x + x] }
        }
      }
      reduction.add(UnsafeBufferPointer(start: planes[names.count - 1], count: width), y)
    }
    reduced = reduction.plane
    damage = rows.damage
  }
}

/// What stops the reading of facts.
enum PictureFailure: Error {
  case picture(ImageError)
  case command(CommandFailure)
}

/// The means of squares of pixels, so large that no side is over ``limit``; a smaller picture stays as it is.
private struct Reduction {
  private static let limit = 1024

  private(set) var plane: Plane
  private let factor: Int
  private let size: Size

  init(_ size: Size) {
    self.size = size
    factor = max(1, (max(size.width, size.height) + Reduction.limit - 1) / Reduction.limit)
    plane = Plane(width: (size.width + factor - 1) / factor, height: (size.height + factor - 1) / factor)
  }

  mutating func add(_ row: UnsafeBufferPointer<Float>, _ y: Int) {
    let target = y / factor
    let rows = min(factor, size.height - target * factor)
    for x in 0..<plane.width {
      let columns = x * factor..<min((x + 1) * factor, size.width)
      var sum: Float = 0
      for column in columns { sum += row[column] }
      plane[target, x] += sum / Float(columns.count * rows)
    }
  }
}
