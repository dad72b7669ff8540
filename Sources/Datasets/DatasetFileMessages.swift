import NetworkDescription
import SystemServices

extension DatasetFileError: CustomStringConvertible {
  /// One line: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .file(let error):
      return error.description
    case .truncatedGzip(let path):
      return "\(path): the gzip stream ends too early; the file is truncated, fetch it again"
    case .damagedGzip(let path, let reason):
      return "\(path): the gzip stream is damaged (\(reason)); fetch it again"
    case .notIDX(let path, let magic) where magic.isEmpty:
      return "\(path): not an IDX file: it is empty"
    case .notIDX(let path, let magic):
      return
        "\(path): not an IDX file: it begins with \(hexadecimal(magic)), expected 00 00 08 and the number of dimensions"
    case .idxElementType(let path, let found):
      return "\(path): IDX elements of type \(hexadecimal([found])), expected 08 (unsigned byte)"
    case .idxDimensions(let path, let found, let expected):
      return "\(path): an IDX file of \(found) \(found == 1 ? "dimension" : "dimensions"), "
        + "expected \(expected) (\(expected == 1 ? "labels" : "count, rows, columns"))"
    case .truncatedHeader(let path, let expected, let found):
      return "\(path): truncated: \(found) bytes, its header alone needs \(expected); fetch it again"
    case .truncated(let path, let dimensions, let expected, let found):
      return "\(path): truncated: its header says \(sizes(dimensions)), \(expected) bytes, but there are \(found); "
        + "fetch it again"
    case .oversized(let path, let dimensions, let expected):
      return "\(path): too long: its header says \(sizes(dimensions)), \(expected) bytes, but there are more"
    case .tooLarge(let path, let dimensions, let limit):
      return "\(path): its header says \(sizes(dimensions)); at most \(limit) bytes are read of one file"
    case .gzipTooSmall(let path, let dimensions, let expected, let found):
      return
        "\(path): truncated: its header says \(sizes(dimensions)), \(expected) bytes, which a gzip file of \(found) "
        + "bytes cannot hold; fetch it again"
    case .impossibleSize(let path, let dimensions):
      return "\(path): its header says \(sizes(dimensions)), which no file can hold"
    case .countsDiffer(let pictures, let picturesPath, let labels, let labelsPath):
      return "\(picturesPath) holds \(pictures) pictures but \(labelsPath) \(labels) labels; they must be as many"
    case .labelOutOfRange(let path, let label, let index, let classes):
      return "\(path): label \(label) of picture \(index) is out of range, expected 0 to \(classes - 1)"
    case .partialRecord(let path, let bytes, let record):
      return "\(path): \(bytes) bytes are not a whole number of CIFAR records of \(record) bytes; fetch it again"
    case .tooManyRecords(let path, let limit):
      return "\(path): more than the \(limit) records that a file of CIFAR-10 holds; fetch it again"
    case .noRecords(let path, let classes):
      return "\(path): no picture of \(classes.joined(separator: ", "))"
    case .shapesDiffer(let path, let training, let test):
      return "\(path): training pictures of \(shape(training)) but test pictures of \(shape(test)); they must be alike"
    case .tooFewClasses(let path, let found):
      let what = found.isEmpty ? "no subfolder with pictures" : "only one class (\(found[0]))"
      return "\(path): \(what); expected a subfolder of pictures for each of two or more classes"
    case .onlyTestPart(let path):
      return "\(path): only a test part is there, and no pictures to learn from"
    case .tooManyClasses(let path, let found):
      return "\(path): \(found) classes, expected at most \(Examples.largestClassCount)"
    case .emptyClass(let path):
      return "\(path): no picture in it (.png, .jpg, .jpeg)"
    case .unknownClass(let path, let name):
      return "\(path): the class \(name) has no training pictures"
    case .unreadablePicture(let path, let reason, let others) where others.isEmpty:
      return "\(path): \(reason)"
    case .unreadablePicture(let path, let reason, let others):
      return "\(path): \(reason); \(others.count) more cannot be read: \(listed(others))"
    case .sideOfRecords(let name):
      return "\(name): its pictures have a size of their own; another side is for a folder of picture files"
    case .noDigit(let path):
      return "\(path): nothing stands out from its ground; expected one digit"
    case .notDigits(let name, let shape):
      return
        "\(name) has pictures of \(self.shape(shape)); ink is looked for in gray digits only: leave out the preparation ink"
    case .nothingKnown(let path):
      return
        "\(path): no data set in it; expected IDX files (train-images-idx3-ubyte…), CIFAR files (data_batch_1.bin…) "
        + "or a subfolder of pictures for each class"
    case .unknownName(let name, let known):
      return "no data set or folder '\(name)'; known: \(known.joined(separator: ", "))"
    case .notFound(let name, let lookedIn):
      return "\(name) is not on this machine (looked in \(lookedIn.joined(separator: ", "))); "
        + "run 'cnnlab data fetch \(name)', or put its files into one of these folders"
    case .invalid(let name, let error):
      return "\(name): \(error)"
    }
  }

  /// The first ten.
  private func listed(_ paths: [String]) -> String {
    paths.prefix(10).map { $0.printable(limit: 120) }.joined(separator: ", ") + (paths.count > 10 ? ", …" : "")
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }

  private func sizes(_ dimensions: [Int]) -> String {
    dimensions.map { String($0) }.joined(separator: "×")
  }

  private func shape(_ dimensions: [Int]) -> String { "\(sizes(dimensions)) (channels × rows × columns)" }
}
