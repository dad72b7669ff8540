import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `-o` names: a file, a folder, standard output, or nothing.
struct OutputTargetPath {
  let path: String?
  /// True for a folder that is there, and for a name with a slash at its end.
  let namesFolder: Bool

  init(_ path: String?) {
    self.path = path
    namesFolder = path.map { $0.hasSuffix("/") || fileKind($0) == .folder } ?? false
  }

  /// The format asked for, else the one that the output's name ends in, else PNG.
  /// - Throws: when both are there and differ, or the ending is that of a format that is not written.
  func format(asked: MapFormat?) throws(CommandFailure) -> MapFormat {
    guard let path, !namesFolder, !isStream else { return asked ?? .png }
    let ending = fileExtension(path)
    if let named = MapFormat(rawValue: ending) {
      if let asked, asked != named { throw .formatsDiffer(path, asked: asked) }
      return named
    }
    if unwritten.contains(ending) { throw .formatIsNotWritten(path) }
    return asked ?? .png
  }

  /// The one file that takes `resultCount` results; nil where they go to a folder, each under its own name.
  func file(resultCount: Int, hasStages: Bool, keepsFolders: Bool) throws(CommandFailure) -> String? {
    guard let path else { return nil }
    if isStandardOutput(path) {
      guard resultCount == 1, !hasStages else { throw .severalToStandardOutput }
      return path
    }
    if namesFolder || keepsFolders {
      if keepsFolders && fileKind(path) == .file { throw .outputIsNoFolder(path, count: resultCount) }
      return nil
    }
    let ending = fileExtension(path)
    if resultCount == 1, !hasStages || MapFormat(rawValue: ending) != nil {
      // An ending that is no format's is a slip, as .pngg, and a file that nothing opens.
      guard isStream || ending.isEmpty || MapFormat(rawValue: ending) != nil || !Self.isWord(ending) else {
        throw .formatIsNotWritten(path)
      }
      return path
    }
    guard fileKind(path) == nil else { throw .outputIsNoFolder(path, count: resultCount) }
    guard MapFormat(rawValue: ending) == nil else { throw .outputNamesOneFile(path, count: resultCount) }
    return nil
  }

  /// True for standard output, a pipe or a device, whose names say nothing of a format.
  private var isStream: Bool {
    guard let path else { return false }
    if isStandardOutput(path) { return true }
    guard let status = fileStatus(path) else { return false }
    return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
  }

  /// False for what follows the dot in `map.2` or `photo. final version`.
  static func isWord(_ ending: String) -> Bool {
    ending.count <= 5 && ending.contains(where: \.isLetter)
      && ending.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      }
  }
}

/// The endings of formats that others write: a folder is not called that either.
private let unwritten: Set<String> = [
  "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "pgm", "ppm", "pnm", "pbm", "svg", "pdf", "eps", "npz", "txt",
  "tsv",
  "json", "avif", "heic", "heif", "jxl", "jp2", "ico", "tga", "exr", "hdr", "mat", "html", "raw", "xlsx", "zip",
]
