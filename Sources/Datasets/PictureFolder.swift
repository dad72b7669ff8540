import ConvolutionCore
import NetworkDescription
import PictureFiles
import SystemServices
import Threading

/// A folder with a subfolder of pictures (PNG, JPEG) for each class; the subfolders' names, sorted, are the classes.
///
/// With subfolders `train` and `test`, each of these holds the classes of its part. Pictures that are all of one size
/// of at most 64 × 64 stay as they are; otherwise each is cut to its middle square and scaled to 28 × 28 by averaging
/// areas, or to a side that is asked for. When one picture is coloured, all are taken as red, green and blue.
struct PictureFolder: Sendable {
  private static let side = 28
  private static let largestKeptSide = 64

  private struct Entry: Sendable {
    let path: String
    let label: UInt16
    let part: DatasetPart
  }

  private let path: String
  /// The subfolders' names, sorted.
  let classes: [String]
  private let entries: [Entry]
  /// Whether some pictures are there to test with only.
  var hasTestPart: Bool { entries.contains { $0.part == .test } }
  /// Files that are no PNG or JPEG, folders within a class, and pictures beside the classes.
  private let leftOut: [String]

  /// Lists the pictures: those of `part`, or all. One part alone may have a single class.
  init(_ path: String, part: DatasetPart? = nil) throws(DatasetFileError) {
    self.path = path
    let found = try Self.partFolders(path)
    if part == .test, let test = found[.test] {
      let (classes, strays) = try Self.classFolders(test)
      guard !classes.isEmpty else { throw .nothingKnown(path: test) }
      guard classes.count <= Examples.largestClassCount else { throw .tooManyClasses(path: test, found: classes.count) }
      var entries: [Entry] = []
      var leftOut = strays
      for (label, name) in classes.enumerated() {
        entries += try Self.entries("\(test)/\(name)", UInt16(label), .test, &leftOut)
      }
      self.classes = classes
      self.entries = entries
      self.leftOut = leftOut
      return
    }
    if found[.training] == nil, found[.test] != nil { throw .onlyTestPart(path: path) }
    let root = found[.training] ?? path
    let (classes, strays) = try Self.classFolders(root)
    guard !classes.isEmpty else { throw .nothingKnown(path: path) }
    guard classes.count >= (part == .test ? 1 : 2) else { throw .tooFewClasses(path: root, found: classes) }
    guard classes.count <= Examples.largestClassCount else { throw .tooManyClasses(path: root, found: classes.count) }
    var entries: [Entry] = []
    var leftOut = strays
    for (label, name) in classes.enumerated() {
      entries += try Self.entries("\(root)/\(name)", UInt16(label), .training, &leftOut)
    }
    if let test = found[.test] {
      let (names, strays) = try Self.classFolders(test)
      leftOut += strays
      for name in names {
        guard let label = classes.firstIndex(of: name) else { throw .unknownClass(path: test, name: name) }
        entries += try Self.entries("\(test)/\(name)", UInt16(label), .test, &leftOut)
      }
    }
    self.classes = classes
    self.entries = entries
    self.leftOut = leftOut
  }

  /// Subfolders that hold a part each, in any spelling; a test part alone is one too when nothing else is there.
  private static func partFolders(_ path: String) throws(DatasetFileError) -> [DatasetPart: String] {
    let folders = try contents(path).filter { fileKind("\(path)/\($0)") == .folder }
    func folder(_ names: [String]) -> String? {
      folders.first { names.contains($0.lowercased()) }.map { "\(path)/\($0)" }
    }
    let test = folder(["test", "testing"]) ?? folder(["val", "valid", "validation"])
    guard let test else { return [:] }
    if let training = folder(["train", "training"]) { return [.training: training, .test: test] }
    return folders.count == 1 ? [.test: test] : [:]
  }

  /// The classes of a part, and the pictures that lie beside them and so are of no class.
  private static func classFolders(_ root: String) throws(DatasetFileError) -> ([String], strays: [String]) {
    let names = try contents(root)
    let folders = names.filter { fileKind("\(root)/\($0)") == .folder }
    let kinds = ["png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp", "heic"]
    let strays = names.filter { kinds.contains(fileExtension($0)) && !folders.contains($0) }
    return (folders, strays.map { "\(root)/\($0)" })
  }

  /// Names that do not begin with a dot.
  private static func contents(_ folder: String) throws(DatasetFileError) -> [String] {
    do { return try folderContents(folder).filter { !$0.hasPrefix(".") } } catch { throw .file(error) }
  }

  private static func entries(
    _ folder: String, _ label: UInt16, _ part: DatasetPart, _ leftOut: inout [String]
  ) throws(DatasetFileError) -> [Entry] {
    var pictures: [String] = []
    for name in try contents(folder) {
      guard !["png", "jpg", "jpeg"].contains(fileExtension(name)) else {
        pictures.append(name)
        continue
      }
      let path = "\(folder)/\(name)"
      leftOut.append(fileKind(path) == .folder ? path + "/" : path)
    }
    guard !pictures.isEmpty else { throw .emptyClass(path: folder) }
    return pictures.map { Entry(path: "\(folder)/\($0)", label: label, part: part) }
  }

  /// Reads the pictures as a network is shown them, on all cores.
  func read(_ parts: [DatasetPart], for input: NetworkInput) throws(DatasetFileError) -> DatasetParts {
    let all = try map { entry throws(ImageError) in try input.pixels(at: entry.path) }
    var result = DatasetParts(classes: classes, preparation: input.preparation, leftOut: leftOut)
    for part in parts {
      let chosen = entries.indices.filter { entries[$0].part == part }
      guard !chosen.isEmpty else { continue }
      var pixels: [UInt8] = []
      pixels.reserveCapacity(chosen.count * input.shape.count)
      for index in chosen {
        guard let picture = all[index] else { throw .noDigit(path: entries[index].path) }
        pixels += picture
      }
      try add(pixels, input.shape, chosen, part, to: &result)
    }
    return result
  }

  private func add(
    _ pixels: [UInt8], _ shape: Shape, _ chosen: [Int], _ part: DatasetPart, to result: inout DatasetParts
  ) throws(DatasetFileError) {
    let examples: Examples
    do {
      examples = try Examples(
        channels: shape.channels, height: shape.height, width: shape.width, pixels: pixels,
        labels: chosen.map { entries[$0].label })
    } catch {
      throw .invalid(name: path, error)
    }
    let files = chosen.map { entries[$0].path }
    switch part {
    case .training: (result.training, result.trainingFiles) = (examples, files)
    case .test: (result.test, result.testFiles) = (examples, files)
    }
  }

  /// Reads the pictures, on all cores; all of them even for one part, since size and colour are decided by all.
  ///
  /// With `side`, all become squares of it.
  func read(_ parts: [DatasetPart], side: Int? = nil) throws(DatasetFileError) -> DatasetParts {
    let square = Size(width: side ?? Self.side, height: side ?? Self.side)
    // What is too large to be kept is scaled at once, so that a folder of photos does not fill the memory.
    let pictures = try map { entry throws(ImageError) in
      let picture = try PictureReader.read(entry.path)
      let isSmall = side == nil && max(picture.width, picture.height) <= Self.largestKeptSide
      return isSmall ? picture : Self.scaled(picture, to: square)
    }
    let first = pictures[0]
    let isKept = pictures.allSatisfy { $0.width == first.width && $0.height == first.height }
    let size = isKept ? Size(width: first.width, height: first.height) : square
    let channels = pictures.allSatisfy(\.isGray) ? 1 : 3
    var result = DatasetParts(classes: classes, leftOut: leftOut)
    for part in parts {
      let chosen = entries.indices.filter { entries[$0].part == part }
      guard !chosen.isEmpty else { continue }
      var pixels: [UInt8] = []
      pixels.reserveCapacity(chosen.count * channels * size.width * size.height)
      for index in chosen {
        let picture = isKept ? pictures[index] : Self.scaled(pictures[index], to: square)
        for channel in 0..<channels {
          let plane = picture.channels[min(channel, picture.channels.count - 1)]
          pixels += plane.values.map { UInt8(min(255, max(0, $0 + 0.5))) }
        }
      }
      let shape = Shape(channels: channels, height: size.height, width: size.width)
      try add(pixels, shape, chosen, part, to: &result)
    }
    return result
  }

  /// The middle square of the picture, scaled.
  private static func scaled(_ picture: Picture, to size: Size) -> Picture {
    if picture.width == size.width && picture.height == size.height { return picture }
    let side = min(picture.width, picture.height)
    let x = (picture.width - side) / 2
    let y = (picture.height - side) / 2
    let cut = Size(width: side, height: side)
    return picture.mapped { $0.scaled(x: x, y: y, size: cut, to: size) }
  }

  /// Reads every picture on all cores; the error names the first that cannot be read, and the others behind it.
  private func map<Value: Sendable>(
    _ read: @Sendable (Entry) throws(ImageError) -> Value
  ) throws(DatasetFileError) -> [Value] {
    var values: [Value] = []
    var broken: [(path: String, error: ImageError)] = []
    for (entry, result) in zip(
      entries, parallelResults(entries.count, { index throws(ImageError) in try read(entries[index]) }))
    {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let error): broken.append((entry.path, error))
      }
    }
    if let first = broken.first {
      let others = broken.dropFirst().map(\.path)
      guard case .file(let error) = first.error else {
        throw .unreadablePicture(path: first.path, reason: "\(first.error)", others: others)
      }
      if others.isEmpty { throw .file(error) }
      throw .unreadablePicture(path: first.path, reason: error.reason, others: others)
    }
    return values
  }
}
