import NetworkDescription
import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the examples come from: a data set known by name, or a folder.
public enum DatasetSource: Sendable, Equatable {
  /// A data set known by name.
  case named(DatasetName)
  /// A folder with IDX files, CIFAR files, or a subfolder of pictures for each class.
  case folder(String)

  /// The source that a user names: a known name first, then a folder.
  ///
  /// A folder that is called as a data set (`~/data/cifar4`) holds that data set. `./mnist` is a folder in any case.
  public init(_ text: String) throws(DatasetFileError) {
    if let name = DatasetName(rawValue: text) {
      self = .named(name)
    } else if fileKind(text) == .folder {
      self = .folder(text)
    } else {
      throw .unknownName(text, known: DatasetName.allCases.map(\.rawValue))
    }
  }

  /// What the data set is called.
  public var name: String {
    switch self {
    case .named(let name): name.rawValue
    case .folder(let path): DatasetSource.folderName(withoutTrailingSlashes(path))
    }
  }

  /// A folder's own name, also where it is called `.` or `..`.
  private static func folderName(_ path: String) -> String {
    let name = fileName(path)
    guard [".", ".."].contains(name), let place = realpath(path, nil) else { return name }
    defer { free(place) }
    let resolved = fileName(String(cString: place))
    return resolved.isEmpty ? name : resolved
  }
}

extension DatasetName {
  /// The first of the places in `folders` that holds its files; nil when none does.
  public func place(in folders: [String]) -> String? {
    folders.flatMap { folder in self.folders.map { "\(folder)/\($0)" } }.first { place in
      switch self {
      case .digits: false
      case .mnist, .fashionMNIST: MNISTFiles(folder: place) != nil
      case .cifar10, .cifar10Gray, .cifar4, .cifar4Gray: CIFARFiles(folder: place) != nil
      }
    }
  }
}

extension DatasetName {
  /// Whether a folder holds its files, one part of them at least.
  fileprivate func isThere(in folder: String) -> Bool {
    switch self {
    case .digits: false
    case .mnist, .fashionMNIST: MNISTFiles(folder: folder, for: .test) != nil
    case .cifar10, .cifar10Gray, .cifar4, .cifar4Gray: CIFARFiles(folder: folder, for: .test) != nil
    }
  }
}

/// Reads a data set whole, looking for a named one in `folders`; see ``datasetFolders()``.
///
/// `preparation` says how the pictures of a folder are made what a network is shown; by default they are scaled. The
/// pictures of MNIST and its like were prepared by their makers. `side` makes squares of it of a folder's pictures.
public func readDataset(
  _ source: DatasetSource, preparation: PicturePreparation? = nil, side: Int? = nil,
  folders: [String] = datasetFolders()
) throws(DatasetFileError) -> Dataset {
  let input = preparation == .ink ? NetworkInput(NetworkInput.digit, preparation: .ink) : nil
  let parts = try readParts(source, DatasetPart.allCases, for: input, side: side, folders: folders)
  guard side == nil || !parts.trainingFiles.isEmpty else { throw .sideOfRecords(name: source.name) }
  let dataset: Dataset
  do throws(DatasetError) {
    guard let training = parts.training else { throw DatasetError.noPictures }
    var read = try Dataset(name: source.name, classes: parts.classes, training: training, test: parts.test)
    let isDigit = [training.channels, training.height, training.width] == [1, PreparedDigit.side, PreparedDigit.side]
    read.trainingFiles = parts.trainingFiles
    read.leftOut = parts.leftOut
    read.preparation = preparation ?? (isDigit ? parts.preparation : .scaled)
    dataset = read
  } catch {
    throw .invalid(name: source.name, error)
  }
  let pictures = dataset.training
  let shape = Shape(channels: pictures.channels, height: pictures.height, width: pictures.width)
  guard dataset.preparation == .scaled || shape == NetworkInput.digit else {
    throw .notDigits(name: source.name, shape: [shape.channels, shape.height, shape.width])
  }
  return dataset
}

/// Labelled pictures to measure a network with.
public struct TestPictures: Sendable {
  /// What the labels stand for.
  public var classes: [String]
  /// The pictures as the network is shown them.
  public var examples: Examples
  /// The file of each picture; empty where the pictures are not files.
  public var files: [String]
  /// False when there is no test part: these are all pictures, and the network may have learned from them.
  public var isTestPart: Bool
  /// Files and folders that lay among the pictures and were left out.
  public var leftOut: [String] = []
}

/// The pictures to test a network with: the test part, or all pictures where there is none, made what it is shown.
public func readTestPictures(
  _ source: DatasetSource, for input: NetworkInput, folders: [String] = datasetFolders()
) throws(DatasetFileError) -> TestPictures {
  var parts = try readParts(source, [.test], for: input, folders: folders)
  let isTestPart = parts.test != nil
  if !isTestPart { parts = try readParts(source, [.training], for: input, folders: folders) }
  do throws(DatasetError) {
    guard let examples = parts.test ?? parts.training, examples.count > 0 else { throw .noPictures }
    return TestPictures(
      classes: parts.classes, examples: try examples.converted(to: input),
      files: isTestPart ? parts.testFiles : parts.trainingFiles, isTestPart: isTestPart,
      leftOut: parts.leftOut)
  } catch {
    throw .invalid(name: source.name, error)
  }
}

/// The classes of the pictures that ``readTestPictures(_:for:folders:)`` gives, without reading them.
public func testClasses(_ source: DatasetSource) throws(DatasetFileError) -> [String] {
  switch source {
  case .named(let name): return name.classes
  case .folder(let path):
    if let name = DatasetName(rawValue: source.name), name.isThere(in: path) { return name.classes }
    if let name = [DatasetName.mnist, .cifar10].first(where: { $0.isThere(in: path) }) { return name.classes }
    let folder = try PictureFolder(path, part: .test)
    guard folder.hasTestPart || folder.classes.count >= 2 else {
      throw .tooFewClasses(path: path, found: folder.classes)
    }
    return folder.classes
  }
}

/// The pictures to test with, and their classes: the test part, or all pictures where there is none.
public func readTestExamples(
  _ source: DatasetSource, folders: [String] = datasetFolders()
) throws(DatasetFileError) -> (classes: [String], examples: Examples) {
  let parts = try readParts(source, [.test], folders: folders)
  if let test = parts.test { return (parts.classes, test) }
  let whole = try readDataset(source, folders: folders)
  return (whole.classes, whole.training)
}

private func readParts(
  _ source: DatasetSource, _ parts: [DatasetPart], for input: NetworkInput? = nil, side: Int? = nil,
  folders: [String]
) throws(DatasetFileError) -> DatasetParts {
  switch source {
  case .named(.digits):
    return .drawnDigits(parts)
  case .named(let name):
    let places = folders.flatMap { folder in name.folders.map { "\(folder)/\($0)" } }
    for place in places {
      if let found = try readFiles(name, in: place, parts) { return found }
    }
    throw .notFound(name: name.rawValue, lookedIn: places)
  case .folder(let path):
    if let name = DatasetName(rawValue: source.name), let found = try readFiles(name, in: path, parts) {
      return found
    }
    if let found = try readFiles(.mnist, in: path, parts) { return found }
    if let found = try readFiles(.cifar10, in: path, parts) { return found }
    guard MNISTFiles(folder: path, for: .test) == nil, CIFARFiles(folder: path, for: .test) == nil else {
      throw .onlyTestPart(path: path)
    }
    let folder = try PictureFolder(path, part: parts.count == 1 ? parts[0] : nil)
    if let input { return try folder.read(parts, for: input) }
    return try folder.read(parts, side: side)
  }
}

/// Reads the files of a data set from a folder; nil when they are not there.
private func readFiles(
  _ name: DatasetName, in folder: String, _ parts: [DatasetPart]
) throws(DatasetFileError) -> DatasetParts? {
  let examples: [DatasetPart: Examples]
  switch name {
  case .digits: return nil
  case .mnist, .fashionMNIST:
    guard let files = MNISTFiles(folder: folder, for: parts == [.test] ? .test : .training) else { return nil }
    examples = try readAtOnce(parts) { part throws(DatasetFileError) in
      try files.read(part, classCount: name.classes.count)
    }
  case .cifar10, .cifar10Gray, .cifar4, .cifar4Gray:
    guard let files = CIFARFiles(folder: folder, for: parts == [.test] ? .test : .training) else { return nil }
    examples = try readAtOnce(parts) { part throws(DatasetFileError) in
      let examples = try files.read(part, chosen: name.cifarLabels)
      return name.isGray ? examples?.inGray() : examples
    }
  }
  if let training = examples[.training], let test = examples[.test] {
    let shapes = [training, test].map { [$0.channels, $0.height, $0.width] }
    guard shapes[0] == shapes[1] else {
      throw .shapesDiffer(path: folder, training: shapes[0], test: shapes[1])
    }
  }
  return DatasetParts(
    classes: name.classes, training: examples[.training], test: examples[.test],
    preparation: name == .mnist ? .ink : .scaled)
}

private func withoutTrailingSlashes(_ path: String) -> String {
  var path = path[...]
  while path.count > 1 && path.last == "/" { path.removeLast() }
  return String(path)
}
