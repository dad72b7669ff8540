/// Labelled pictures of one size.
public struct Examples: Sendable, Equatable {
  /// How many pictures (N).
  public let count: Int
  /// Planes of a picture (C): 1 for gray, 3 for red, green, blue.
  public let channels: Int
  /// Rows of a picture (H).
  public let height: Int
  /// Columns of a picture (W).
  public let width: Int
  /// The pixels, 0…255, N × C × H × W.
  public let pixels: [UInt8]
  /// The class of each picture, N numbers.
  public let labels: [UInt16]

  /// Pixels of one picture: C · H · W.
  public var pictureSize: Int { channels * height * width }

  /// The most classes that labels can tell apart.
  public static let largestClassCount = 65_536

  /// Pictures with their labels, whole numbers of any type.
  /// - Throws: `DatasetError` when the counts do not fit, or a label is negative or too large.
  public init<Label: BinaryInteger>(
    channels: Int, height: Int, width: Int, pixels: [UInt8], labels: [Label]
  ) throws(DatasetError) {
    var classes: [UInt16] = []
    classes.reserveCapacity(labels.count)
    for label in labels {
      guard let number = UInt16(exactly: label) else {
        throw .labelOutOfRange(Int(clamping: label), classes: Examples.largestClassCount, index: classes.count)
      }
      classes.append(number)
    }
    guard channels > 0 && height > 0 && width > 0 else {
      throw .emptyPicture(channels: channels, height: height, width: width)
    }
    let expected = labels.count * channels * height * width
    guard pixels.count == expected else {
      throw .pixelCountMismatch(expected: expected, found: pixels.count)
    }
    count = labels.count
    self.channels = channels
    self.height = height
    self.width = width
    self.pixels = pixels
    self.labels = classes
  }

  private init(like other: Examples, pixels: [UInt8], labels: [UInt16]) {
    count = labels.count
    channels = other.channels
    height = other.height
    width = other.width
    self.pixels = pixels
    self.labels = labels
  }

  /// The pixels of picture `index`, C × H × W.
  public func picture(_ index: Int) -> ArraySlice<UInt8> {
    pixels[index * pictureSize..<(index + 1) * pictureSize]
  }

  /// The pictures `range`, in order.
  public subscript(range: Range<Int>) -> Examples {
    Examples(
      like: self,
      pixels: Array(pixels[range.lowerBound * pictureSize..<range.upperBound * pictureSize]),
      labels: Array(labels[range]))
  }

  /// The pictures with the given numbers, in the order given.
  public subscript(indices: [Int]) -> Examples {
    var chosen: [UInt8] = []
    chosen.reserveCapacity(indices.count * pictureSize)
    for index in indices { chosen += picture(index) }
    return Examples(like: self, pixels: chosen, labels: indices.map { labels[$0] })
  }
}

/// A set of labelled pictures to learn from, and often one to test with.
public struct Dataset: Sendable, Equatable {
  /// What it is called: `mnist`, or the folder's name.
  public let name: String
  /// The classes; a label is an index into them.
  public let classes: [String]
  /// The pictures to learn from.
  public let training: Examples
  /// The pictures to test with, of the same size.
  public let test: Examples?
  /// How pictures become like these.
  public var preparation = PicturePreparation.scaled
  /// The files of the pictures to learn from, where each is a file.
  public var trainingFiles: [String] = []
  /// Files and folders that lay among the pictures and were left out.
  public var leftOut: [String] = []

  /// A data set; throws when a label has no class or the two parts differ in shape.
  public init(
    name: String, classes: [String], training: Examples, test: Examples? = nil
  ) throws(DatasetError) {
    guard classes.count >= 2 else { throw .tooFewClasses(classes) }
    guard classes.count <= Examples.largestClassCount else { throw .tooManyClasses(classes.count) }
    guard training.count > 0 else { throw .noPictures }
    for part in [training, test].compactMap({ $0 }) {
      if let index = part.labels.firstIndex(where: { Int($0) >= classes.count }) {
        throw .labelOutOfRange(Int(part.labels[index]), classes: classes.count, index: index)
      }
    }
    if let test {
      let shape = [test.channels, test.height, test.width]
      let expected = [training.channels, training.height, training.width]
      guard shape == expected else { throw .shapesDiffer(training: expected, test: shape) }
    }
    self.name = name
    self.classes = classes
    self.training = training
    self.test = test
  }
}

/// What can be wrong with labelled pictures; each case carries what was found.
public enum DatasetError: Error, Equatable, Sendable {
  /// A picture without channels, rows or columns.
  case emptyPicture(channels: Int, height: Int, width: Int)
  /// The pixels do not fill N × C × H × W.
  case pixelCountMismatch(expected: Int, found: Int)
  /// Fewer than two classes: nothing can be told apart.
  case tooFewClasses([String])
  /// More than ``Examples/largestClassCount``.
  case tooManyClasses(Int)
  /// No picture to learn from.
  case noPictures
  /// The label of picture `index` names no class.
  case labelOutOfRange(Int, classes: Int, index: Int)
  /// The test pictures are not shaped like the training pictures; both channels, height, width.
  case shapesDiffer(training: [Int], test: [Int])
}
