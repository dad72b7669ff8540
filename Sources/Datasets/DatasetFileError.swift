import NetworkDescription
import SystemServices

/// What can be wrong with the files of a data set; each case carries what was found and what was expected.
public enum DatasetFileError: Error, Equatable, Sendable {
  /// The operating system refused.
  case file(FileError)
  /// The gzip stream ends before its trailer.
  case truncatedGzip(path: String)
  /// The gzip stream is damaged; zlib's own words.
  case damagedGzip(path: String, reason: String)
  /// The first four bytes are not those of an IDX file.
  case notIDX(path: String, magic: [UInt8])
  /// The IDX file holds another type than unsigned bytes (0x08).
  case idxElementType(path: String, found: UInt8)
  /// The IDX file has not the number of dimensions that pictures (3) or labels (1) need.
  case idxDimensions(path: String, found: Int, expected: Int)
  /// The file ends within its header.
  case truncatedHeader(path: String, expected: Int, found: Int)
  /// Fewer bytes than the header promises, counted after decompression.
  case truncated(path: String, dimensions: [Int], expected: Int, found: Int)
  /// More bytes than the header promises, counted after decompression.
  case oversized(path: String, dimensions: [Int], expected: Int)
  /// More bytes than are read of one array.
  case tooLarge(path: String, dimensions: [Int], limit: Int)
  /// A gzip file too small to hold what its header promises.
  case gzipTooSmall(path: String, dimensions: [Int], expected: Int, found: Int)
  /// A header whose sizes multiply beyond what a computer can hold.
  case impossibleSize(path: String, dimensions: [Int])
  /// As many pictures as labels are needed.
  case countsDiffer(pictures: Int, picturesPath: String, labels: Int, labelsPath: String)
  /// A label that names no class.
  case labelOutOfRange(path: String, label: Int, index: Int, classes: Int)
  /// A CIFAR file whose size is not a whole number of records.
  case partialRecord(path: String, bytes: Int, record: Int)
  /// A CIFAR file of more records than the format's files have.
  case tooManyRecords(path: String, limit: Int)
  /// The folder holds no picture of the classes asked for.
  case noRecords(path: String, classes: [String])
  /// The pictures of the two parts differ in shape (channels, height, width).
  case shapesDiffer(path: String, training: [Int], test: [Int])
  /// A folder with fewer than two subfolders that hold pictures.
  case tooFewClasses(path: String, found: [String])
  /// Pictures to test with, but none to learn from.
  case onlyTestPart(path: String)
  /// More classes than a label can count.
  case tooManyClasses(path: String, found: Int)
  /// A class without a picture in a part.
  case emptyClass(path: String)
  /// The test part has a class that the training part has not.
  case unknownClass(path: String, name: String)
  /// A picture that cannot be read, the reader's own words, and all others that cannot.
  case unreadablePicture(path: String, reason: String, others: [String] = [])
  /// A side was asked for, but the pictures are no files of their own.
  case sideOfRecords(name: String)
  /// A picture without ink in a folder of digits.
  case noDigit(path: String)
  /// Ink can be prepared in pictures of one digit only.
  case notDigits(name: String, shape: [Int])
  /// A folder that holds nothing that is known.
  case nothingKnown(path: String)
  /// No such data set and no such folder.
  case unknownName(String, known: [String])
  /// A data set whose files are in none of the places looked at.
  case notFound(name: String, lookedIn: [String])
  /// What the data set's own rules refuse.
  case invalid(name: String, DatasetError)
}
