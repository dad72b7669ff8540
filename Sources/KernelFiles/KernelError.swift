import SystemServices

/// What can be wrong with a kernel that was asked for; each case carries what was found and what was expected.
///
/// Rows and numbers within a row count from 1, as they do in the messages (see ``description``).
public enum KernelError: Error, Equatable, Sendable {
  /// There is no number at all.
  case emptyMatrix
  /// A row is longer or shorter than the first.
  case raggedRow(row: Int, count: Int, expected: Int)
  /// A word that is no number.
  case notANumber(word: String, row: Int, column: Int)
  /// NaN or infinity.
  case notFinite(word: String, row: Int, column: Int)
  /// A fraction over zero.
  case zeroDenominator(word: String, row: Int, column: Int)
  /// Nothing between two commas.
  case emptyCell(row: Int, column: Int)
  /// A word that is a decimal where a comma is the decimal point, and two numbers where it parts them.
  case decimalComma(word: String)
  /// Brackets that do not hold one matrix: what is wrong about them.
  case brackets(String)
  /// Nothing stands beside a comma of a list of kernels.
  case emptyName(list: String)
  /// More rows or columns than `limit`.
  case tooLarge(width: Int, height: Int, limit: Int)
  /// The weights are too large for the divisor to bring them into the range of 32-bit floating point.
  case outOfRange

  /// A header line without a colon.
  case notAHeader(line: String)
  /// A header line with a key that no kernel file has.
  case unknownHeader(key: String, suggestion: String?)
  /// A header line that stands there twice.
  case repeatedHeader(key: String)
  /// A divisor that is no number, or zero.
  case badDivisor(word: String)
  /// A name with letters that do not belong in a file name.
  case badName(String)

  /// libvips: the first line announces `height` rows, and `count` follow.
  case libvipsRowCount(height: Int, count: Int)
  /// libvips: a scale that is zero or no number.
  case libvipsScale(word: String)
  /// libvips: an offset other than zero, which is the bias of a convolution and not part of a kernel.
  case libvipsOffset(word: String)

  /// ImageMagick: `width`×`height` announced, `count` numbers found.
  case imageMagickCount(width: Int, height: Int, count: Int)
  /// ImageMagick: a value that is not part of the kernel, `nan` or `-`.
  case imageMagickHole(word: String, position: Int)
  /// ImageMagick: the origin lies outside the matrix.
  case imageMagickOrigin(x: Int, y: Int, width: Int, height: Int)
  /// ImageMagick: `@`, `<` or `>`, which ask for several turned kernels.
  case imageMagickRotation(flag: String)
  /// ImageMagick: a semicolon, which begins another kernel.
  case imageMagickSeveral

  /// No kernel, family or file of that name.
  case unknownKernel(name: String, suggestion: String?)
  /// A gradient of two kernels where one kernel is asked for.
  case isGradient(name: String)
  /// A family with too few or too many parameters.
  case parameterCount(usage: String, found: Int)
  /// A parameter of a family that is no number or out of its range.
  case badParameter(usage: String, parameter: String, found: String, expected: String)

  /// The operating system refused a file.
  case file(FileError)
  /// A file that holds no text.
  case notText(path: String)
  /// Something is wrong inside a file.
  indirect case inFile(path: String, KernelError)
}
