import ConvolutionCore
import NetworkDescription
import PictureFiles
import Synchronization
import SystemServices
import Threading

/// A folder with a subfolder of pictures (PNG, JPEG) for each class; the subfolders' names, sorted, are the classes.
///
/// With subfolders `train` and `test`, each of these holds the classes of its part. Pictures that are all of one size
/// of at most 64 × 64 stay as they are; otherwise each is cut to its middle square and scaled to 28 × 28 by averaging
/// areas. When one picture is coloured, all are taken as red, green and blue.
struct PictureFolder: Sendable {
  private static let side = 28
  private static let largestKeptSide = 64

  private struct Entry: Sendable {
    let path: String
    let label: UInt8
    let part: DatasetPart
  }

  private let path: String
  private let classes: [String]
  private let entries: [Entry]

  /// Lists the pictures.
  init(_ path: String) throws(DatasetFileError) {
    self.path = path
    let divided = fileKind("\(path)/train") == .folder && fileKind("\(path)/test") == .folder
    let root = divided ? "\(path)/train" : path
    let classes = try Self.contents(root).filter { fileKind("\(root)/\($0)") == .folder }
    guard !classes.isEmpty else { throw .nothingKnown(path: path) }
    guard classes.count >= 2 else { throw .tooFewClasses(path: root, found: classes) }
    guard classes.count <= 256 else { throw .tooManyClasses(path: root, found: classes.count) }
    var entries: [Entry] = []
    for (label, name) in classes.enumerated() {
      entries += try Self.entries("\(root)/\(name)", UInt8(label), .training)
    }
    if divided {
      for name in try Self.contents("\(path)/test") where fileKind("\(path)/test/\(name)") == .folder {
        guard let label = classes.firstIndex(of: name) else {
          throw .unknownClass(path: "\(path)/test", name: name)
        }
        entries += try Self.entries("\(path)/test/\(name)", UInt8(label), .test)
      }
    }
    self.classes = classes
    self.entries = entries
  }

  /// Names that do not begin with a dot.
  private static func contents(_ folder: String) throws(DatasetFileError) -> [String] {
    do { return try folderContents(folder).filter { !$0.hasPrefix(".") } } catch { throw .file(error) }
  }

  private static func entries(
    _ folder: String, _ label: UInt8, _ part: DatasetPart
  ) throws(DatasetFileError) -> [Entry] {
    let pictures = try contents(folder).filter { ["png", "jpg", "jpeg"].contains(fileExtension($0)) }
    guard !pictures.isEmpty else { throw .emptyClass(path: folder) }
    return pictures.map { Entry(path: "\(folder)/\($0)", label: label, part: part) }
  }

  /// Reads the pictures, on all cores; all of them even for one part, since size and colour are decided by all.
  func read(_ parts: [DatasetPart]) throws(DatasetFileError) -> DatasetParts {
    let square = Size(width: Self.side, height: Self.side)
    // What is too large to be kept is scaled at once, so that a folder of photos does not fill the memory.
    let pictures = try map { entry throws(ImageError) in
      let picture = try PictureReader.read(entry.path)
      let isSmall = max(picture.width, picture.height) <= Self.largestKeptSide
      return isSmall ? picture : Self.scaled(picture, to: square)
    }
    let first = pictures[0]
    let isKept = pictures.allSatisfy { $0.width == first.width && $0.height == first.height }
    let size = isKept ? Size(width: first.width, height: first.height) : square
    let channels = pictures.allSatisfy(\.isGray) ? 1 : 3
    var result = DatasetParts(classes: classes)
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
      let labels = chosen.map { entries[$0].label }
      let examples: Examples
      do {
        examples = try Examples(
          channels: channels, height: size.height, width: size.width, pixels: pixels, labels: labels)
      } catch {
        throw .invalid(name: path, error)
      }
      if part == .training { result.training = examples } else { result.test = examples }
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

  /// Reads every picture on all cores; of several errors the first in the order of the files counts.
  private func map<Value: Sendable>(
    _ read: @Sendable (Entry) throws(ImageError) -> Value
  ) throws(DatasetFileError) -> [Value] {
    let results = Mutex<[Result<Value, ImageError>?]>(Array(repeating: nil, count: entries.count))
    parallelFor(entries.count) { index in
      let result: Result<Value, ImageError>
      do throws(ImageError) {
        result = .success(try read(entries[index]))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
    var values: [Value] = []
    for (index, result) in results.withLock({ $0 }).enumerated() {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let error): throw .unreadablePicture(path: entries[index].path, reason: "\(error)")
      case nil: preconditionFailure("every index was run")
      }
    }
    return values
  }
}
