import ConvolutionCore
import SystemServices

/// Reads kernels from text: a kernel file, a plain matrix, CSV, libvips' matrix format or an ImageMagick string.
///
/// Which of them it is, the first line tells:
/// - `key: value` begins a kernel file, whose header a blank line ends.
/// - `3x3:` or `3x3+0+1:` begins an ImageMagick kernel.
/// - Two to four numbers, the first two of which are the width and height of all that follows: libvips.
/// - All else is a matrix: rows on lines, parted by `;` or in brackets, numbers parted by commas or white space.
///
/// A number is a decimal, a fraction as `1/9`, or a root as `√2`. `#`, `%` and `//` begin a comment.
public enum KernelReader {
  /// The most rows and the most columns that a kernel may have.
  public static let largestSide = 1023

  /// Reads a kernel from text; `name` is its name unless the text gives one.
  ///
  /// Example: `try KernelReader.parse("1/9 1/9 1/9; 1/9 1/9 1/9; 1/9 1/9 1/9")` holds nine numerators 1 over the divisor 9.
  /// - Throws: `KernelError`, with the row and the word where it was found.
  public static func parse(_ text: String, name: String = "matrix") throws(KernelError) -> NamedKernel {
    try parse(text, name: name, isFile: false)
  }

  /// - Parameter isFile: a line of a file is a row, however many numbers it has.
  private static func parse(_ text: String, name: String, isFile: Bool) throws(KernelError) -> NamedKernel {
    let text = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
    let first = text.split(whereSeparator: \.isNewline).lazy.map { $0.trimmed }
      .first { !$0.isEmpty && $0.first != "#" }
    guard let first else { throw .emptyMatrix }
    if KernelFile.isHeader(first) {
      return try KernelFile.parse(text, name: name)
    }
    if let geometry = try ImageMagickKernel(text) {
      return NamedKernel(name: name, kernel: try geometry.kernel())
    }
    if let matrix = try LibvipsMatrix(text) {
      return NamedKernel(name: name, kernel: try matrix.kernel())
    }
    let matrix = try KernelMatrix(text: text, isFile: isFile)
    var result = NamedKernel(name: name, kernel: try matrix.kernel())
    result.remark = matrix.remark
    return result
  }

  /// Reads a kernel from a file; `-` is standard input. Unless the file gives a name, it is the file's, without extension.
  public static func read(path: String) throws(KernelError) -> NamedKernel {
    let bytes: [UInt8]
    do throws(FileError) {
      // The largest kernel takes far less; what is no text is told by its beginning.
      bytes = try readFile(path, limit: 64 << 20) { !$0.contains(0) }
    } catch {
      throw .file(error)
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      throw .notText(path: path)
    }
    do throws(KernelError) {
      return try parse(text, name: path == "-" ? "stdin" : fileStem(path), isFile: true)
    } catch {
      throw .inFile(path: path, error)
    }
  }
}
