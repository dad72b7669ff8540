import SystemServices
import Threading

/// A picture that is computed, any rows of it without the others.
package protocol SamplePicture: Sendable {
  /// The file's name in `samples/`.
  static var fileName: String { get }
  /// Columns.
  var width: Int { get }
  /// Rows.
  var height: Int { get }
  /// Values of each pixel: 3 for red, green and blue, 1 for gray.
  var channels: Int { get }
  /// The values of some rows, pixel by pixel and row by row.
  func values(rows: Range<Int>) -> [UInt8]
}

extension SamplePicture {
  /// The whole picture, computed on `threads` threads; it does not depend on their number.
  package func render(threads: Int = coreCount) -> [UInt8] {
    let bandHeight = 8
    let rowLength = width * channels
    let bands = parallelRows(
      (height + bandHeight - 1) / bandHeight, width: rowLength * bandHeight, repeating: UInt8(0), threads: threads
    ) {
      band -> [UInt8] in
      let rows = band * bandHeight..<min((band + 1) * bandHeight, height)
      let values = self.values(rows: rows)
      return values + [UInt8](repeating: 0, count: rowLength * (bandHeight - rows.count))
    }
    return Array(bands.prefix(rowLength * height))
  }
}
