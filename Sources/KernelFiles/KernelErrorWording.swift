extension KernelError: CustomStringConvertible {
  /// The message for the user: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .emptyMatrix:
      "the kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""
    case .raggedRow(let row, let count, let expected):
      "ragged kernel: row \(row) has \(counted(count, "number")), row 1 has \(expected)"
    case .notANumber(let word, let row, let column):
      "not a number: \"\(word)\" in row \(row), column \(column) of the kernel"
    case .notFinite(let word, let row, let column):
      "kernel weights must be finite, but row \(row), column \(column) is \"\(word)\""
    case .zeroDenominator(let word, let row, let column):
      "division by zero: \"\(word)\" in row \(row), column \(column) of the kernel"
    case .emptyCell(let row, let column):
      "nothing stands between the commas in row \(row), column \(column) of the kernel"
    case .tooLarge(let width, let height, let limit):
      "the kernel has \(counted(height, "row")) of \(counted(width, "number")); at most \(limit) each are supported"
    case .outOfRange:
      "the kernel's weights are out of the range of 32-bit floating point"
    case .notAHeader(let line):
      "expected a header line \"key: value\" or a blank line before the matrix, found \"\(line)\""
    case .unknownHeader(let key, let suggestion):
      "unknown header \"\(key)\" in a kernel file"
        + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "; known are " + KernelFile.keys.joined(separator: ", "))
    case .repeatedHeader(let key):
      "the header \"\(key)\" stands twice in the kernel file"
    case .badDivisor(let word):
      "the divisor must be a number other than zero, found \"\(word)\""
    case .badName(let name):
      "a kernel's name has letters, digits, \"-\", \"_\" and \".\" only, found \"\(name)\""
    case .libvipsRowCount(let height, let count):
      "the first line announces \(counted(height, "row")) of a libvips matrix, but \(count) follow"
    case .libvipsScale(let word):
      "the scale of a libvips matrix must be a number other than zero, found \"\(word)\""
    case .libvipsOffset(let word):
      "the libvips matrix has the offset \(word), which is no part of a kernel; write 0 and use --bias \(word)"
    case .imageMagickCount(let width, let height, let count):
      "\(width)x\(height) needs \(counted(width * height, "number")), found \(count)"
    case .imageMagickHole(let word, let position):
      "number \(position) is \"\(word)\" (not part of the kernel); a convolution needs a number, as 0"
    case .imageMagickOrigin(let x, let y, let width, let height):
      "the origin +\(x)+\(y) lies outside the \(width)x\(height) kernel"
    case .imageMagickRotation(let flag):
      "\"\(flag)\" asks for several turned kernels; expected one, as \"3x3: 0,-1,0 -1,5,-1 0,-1,0\""
    case .imageMagickSeveral:
      "\";\" begins a second kernel; expected one, as \"3x3: 0,-1,0 -1,5,-1 0,-1,0\""
    case .unknownKernel(let name, let suggestion):
      "unknown kernel \"\(name)\""
        + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "; \"cnnlab kernels\" lists all")
    case .parameterCount(let usage, let found):
      "expected \(usage), found \(counted(found, "parameter"))"
    case .badParameter(let usage, let parameter, let found, let expected):
      "\(parameter) in \(usage) must be \(expected), found \"\(found)\""
    case .file(let error):
      "cannot read \(error.path): \(error.reason)"
    case .notText(let path):
      "\(path) is not a text file; expected a kernel: rows of numbers"
    case .inFile(let path, let error):
      "\(path): \(error.description)"
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
