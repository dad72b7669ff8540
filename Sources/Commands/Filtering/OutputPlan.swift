import Platform

/// Where every map of a run is written, settled before anything is read.
struct OutputPlan: Sendable {
  /// The files of one picture.
  struct Files: Sendable {
    /// One for each chain, or a single one that holds the maps of all chains.
    let results: [String]
    /// For each chain the files of its stages but the last; empty when they are not asked for.
    let stages: [[String]]
  }

  /// One for each picture.
  let files: [Files]
  let format: MapFormat
  /// True when one file holds the maps of all chains.
  let isStacked: Bool
  /// True when what is written goes to standard output, whichever way that is named.
  let usesStandardOutput: Bool
  /// The folders to make, the outermost first.
  let newFolders: [String]

  /// - Throws: when an output would overwrite an input or another output, or the path does not suit their number.
  init(
    inputs: [String], chains: [StageChain], otherInputs: [String] = [], options: MapOutputOptions
  ) throws(CommandFailure) {
    let format = try OutputPlan.format(options)
    let output = options.output
    let hasStages = options.stages && chains.contains { $0.stages.count > 1 }
    let namesFolder = output.map { $0.hasSuffix("/") || fileKind($0) == .folder } ?? false
    let isStacked = format != .png && chains.count > 1 && inputs.count == 1 && output != nil && !namesFolder
    let resultCount = isStacked ? 1 : inputs.count * chains.count

    let file: String?
    if let output, output == "-" {
      guard resultCount == 1, !hasStages else { throw .severalToStandardOutput }
      file = output
    } else if let output, !namesFolder, resultCount == 1,
      !hasStages || MapFormat(rawValue: fileExtension(output)) != nil
    {
      file = output
    } else {
      file = nil
      if let output, !namesFolder {
        guard fileKind(output) == nil else { throw .outputIsNoFolder(output, count: resultCount) }
        guard MapFormat(rawValue: fileExtension(output)) == nil else {
          throw .outputNamesOneFile(output, count: resultCount)
        }
      }
    }
    usesStandardOutput = file.map(isStandardOutput) ?? false
    newFolders = file == nil ? OutputPlan.missingFolders(of: output ?? ".") : []

    let start = file == nil ? output.map { $0.hasSuffix("/") ? $0 : "\($0)/" } ?? "" : ""
    files = inputs.map { input in
      let stem = input == "-" ? "stdin" : fileStem(input)
      let results = file.map { [$0] } ?? chains.map { "\(start)\(stem)-\($0.name).\(format.rawValue)" }
      guard hasStages else { return Files(results: results, stages: chains.map { _ in [] }) }
      return Files(
        results: results,
        stages: chains.enumerated().map { index, chain in
          let result = results[isStacked ? 0 : index]
          let base = stemWithFolder(result) + (isStacked ? "-\(chain.name)" : "")
          return chain.stages.dropLast().enumerated().map { number, stage in
            "\(base)-\(number + 1)-\(fileSafe(stage.name)).\(format.rawValue)"
          }
        })
    }
    self.format = format
    self.isStacked = isStacked
    try refuseCollisions(inputs: inputs, otherInputs: otherInputs)
  }

  /// The format asked for, else the one that the output's name ends in, else PNG.
  private static func format(_ options: MapOutputOptions) throws(CommandFailure) -> MapFormat {
    let named = options.output.flatMap { MapFormat(rawValue: fileExtension($0)) }
    if let output = options.output, unwritten.contains(fileExtension(output)), fileKind(output) != .folder {
      throw .formatIsNotWritten(output)
    }
    if let asked = options.format, let named, let output = options.output, asked != named,
      fileKind(output) != .folder
    {
      throw .formatsDiffer(output, asked: asked)
    }
    return options.format ?? named ?? .png
  }

  /// `path` and the folders above it, as far as they do not stand yet, the outermost first.
  private static func missingFolders(of path: String) -> [String] {
    var path = path[...]
    while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
    let folder = String(path)
    return fileKind(folder) == nil ? missingFolders(of: parentFolder(folder)) + [folder] : []
  }

  /// Makes the folders for the outputs.
  func makeFolders() throws(CommandFailure) {
    do throws(FileError) {
      for folder in newFolders { try makeFolder(folder) }
    } catch {
      throw .file(error)
    }
  }

  /// Takes the folders away again that have stayed empty because every picture failed.
  func removeEmptyFolders() {
    for folder in newFolders.reversed() { removeEmptyFolder(folder) }
  }

  private func refuseCollisions(inputs: [String], otherInputs: [String]) throws(CommandFailure) {
    var owners: [String: String] = [:]
    for (input, files) in zip(inputs, files) {
      for path in files.results + files.stages.joined() where path != "-" {
        if let other = owners[path] { throw .sameOutput(path, other, input) }
        owners[path] = input
      }
    }
    let sources = (inputs + otherInputs).filter { $0 != "-" }
    for path in owners.keys.sorted() {
      if let source = sources.first(where: { isSameFile($0, path) }) { throw .outputIsInput(path, source) }
    }
  }
}

/// The ends of picture files of formats that are not written.
private let unwritten = ["jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "pgm", "ppm"]

/// `a/b` of `a/b.png`.
private func stemWithFolder(_ path: String) -> String {
  let folder = parentFolder(path)
  let stem = fileStem(path)
  return path.hasPrefix("./") || folder != "." ? (folder == "/" ? "/\(stem)" : "\(folder)/\(stem)") : stem
}
