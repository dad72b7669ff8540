import SystemServices

extension KernelError: CustomStringConvertible {
  /// The message for the user: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .emptyMatrix:
      "the kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""
    case .raggedRow(let row, let count, let expected):
      "ragged kernel: row \(row) has \(counted(count, "number")), row 1 has \(expected)"
    case .notANumber(let word, let row, let column):
      "not a number: \(word.quoted) in row \(row), column \(column) of the kernel"
    case .notFinite(let word, let row, let column):
      "kernel weights must be finite, but row \(row), column \(column) is \(word.quoted)"
    case .zeroDenominator(let word, let row, let column):
      "division by zero: \(word.quoted) in row \(row), column \(column) of the kernel"
    case .emptyCell(let row, let column):
      "nothing stands between the commas in row \(row), column \(column) of the kernel"
    case .decimalComma(let word):
      "\(word.quoted) is one number or two: write \(word.replacing(",", with: ".").quoted) for a decimal, "
        + "\(word.replacing(",", with: " ").quoted) for two numbers"
    case .brackets(let reason):
      "the brackets of the kernel are not understood: \(reason); write rows as \"0 -1 0; -1 5 -1; 0 -1 0\""
    case .emptyName(let list):
      "nothing stands beside a comma of \(list.quoted): name a kernel there, or leave the comma out"
    case .tooLarge(let width, let height, let limit):
      "the kernel has \(counted(height, "row")) of \(counted(width, "number")); at most \(limit) each are supported"
    case .outOfRange:
      "the kernel's weights are out of the range of 32-bit floating point"
    case .notAHeader(let line):
      "expected a header line \"key: value\" or a blank line before the matrix, found \(line.quoted)"
    case .unknownHeader(let key, let suggestion):
      "unknown header \(key.quoted) in a kernel file"
        + (suggestion.map { "; did you mean \($0.quoted)?" } ?? "; known are " + KernelFile.keys.joined(separator: ", "))
    case .repeatedHeader(let key):
      "the header \(key.quoted) stands twice in the kernel file"
    case .badDivisor(let word):
      "the divisor must be a number other than zero, found \(word.quoted)"
    case .badName(let name):
      "a kernel's name has letters, digits, \"-\", \"_\" and \".\" only, found \(name.quoted)"
        + (name.utf8.count > 200 ? ", which is longer than 200 bytes" : "")
    case .libvipsRowCount(let height, let count):
      "the first line announces \(counted(height, "row")) of a libvips matrix, but \(count) follow"
    case .libvipsScale(let word):
      "the scale of a libvips matrix must be a number other than zero, found \(word.quoted)"
    case .libvipsOffset(let word):
      "the libvips matrix has the offset \(word.printable(limit: 60)), which is no part of a kernel; write 0 and give \(word.printable(limit: 60)) as the bias of the convolution"
    case .imageMagickCount(let width, let height, let count):
      "\(width)x\(height) needs \(counted(width * height, "number")), found \(count)"
    case .imageMagickHole(let word, let position):
      "number \(position) is \(word.quoted) (not part of the kernel); a convolution needs a number, as 0"
    case .imageMagickOrigin(let x, let y, let width, let height):
      "the origin +\(x)+\(y) lies outside the \(width)x\(height) kernel"
    case .imageMagickRotation(let flag):
      "\(flag.quoted) asks for several turned kernels; expected one, as \"3x3: 0,-1,0 -1,5,-1 0,-1,0\""
    case .imageMagickSeveral:
      "\";\" begins a second kernel; expected one, as \"3x3: 0,-1,0 -1,5,-1 0,-1,0\""
    case .unknownKernel(let name, let suggestion):
      "unknown kernel \(name.quoted)"
        + (suggestion.map { "; did you mean \($0.quoted)?" } ?? "; \"cnnlab kernels\" lists all")
    case .isGradient(let name):
      "\(name.quoted) is a gradient of two kernels, for 'filter' and 'pipeline'; expected one kernel, as "
        + "\(name.replacing("-direction", with: ""))-x".quoted
    case .parameterCount(let usage, let found):
      "expected \(usage), found \(counted(found, "parameter"))"
    case .badParameter(let usage, let parameter, let found, let expected):
      "\(parameter) in \(usage) must be \(expected), found \(found.quoted)"
        + (found.contains(",")
          ? "; a decimal is written with a point, as \(found.replacing(",", with: ".").quoted)" : "")
    case .file(let error): error.description
    case .notText(let path):
      "\(path.printable()) is not a text file; expected a kernel: rows of numbers"
    case .inFile(let path, let error):
      "\(path.printable()): \(error.description)"
    }
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
