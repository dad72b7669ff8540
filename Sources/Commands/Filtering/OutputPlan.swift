import SystemServices

/// Where every map of a run is written, settled before anything is read.
package struct OutputPlan: Sendable {
  /// The pictures to filter, in their order.
  package let inputs: [String]
  /// Pictures that are left out, since this very command has made them from others of the list.
  package let ownOutputs: [String]
  package let format: MapFormat
  /// True when one file holds the maps of all chains.
  package var isStacked: Bool { names.isStacked }
  /// True when what is written goes to standard output, whichever way that is named.
  package let usesStandardOutput: Bool
  private let names: OutputNames
  /// The folders that are not there yet, the outermost first.
  private let newFolders: [String]

  /// - Throws: when an output would overwrite an input or another output, or the path does not suit their number.
  /// - Complexity: linear in the number of outputs: each is looked up once.
  package init(
    inputs: [String], chains: [StageChain], otherInputs: [String] = [], output: String?, format: MapFormat? = nil,
    stages: Bool = false, keepsFolders: Bool = false
  ) throws(CommandFailure) {
    let target = OutputTargetPath(output)
    let hasStages = stages && chains.contains { $0.stages.count > 1 }
    let format = try target.format(asked: format)
    let isStacked =
      format != .png && chains.count > 1 && inputs.count == 1 && output != nil && !target.namesFolder
      && !keepsFolders
    let resultCount = isStacked ? 1 : inputs.count * chains.count
    let file = try target.file(resultCount: resultCount, hasStages: hasStages, keepsFolders: keepsFolders)
    let names = OutputNames(
      inputs: inputs, chains: chains, file: file, folder: file == nil ? output ?? "" : "", format: format,
      isStacked: isStacked, hasStages: hasStages, keepsFolders: keepsFolders)
    let collisions = try OutputCollisions(inputs: inputs, otherInputs: otherInputs, names: names)
    self.inputs = collisions.inputs
    ownOutputs = collisions.ownOutputs
    self.names = names
    self.format = format
    usesStandardOutput = file.map(isStandardOutput) ?? false
    newFolders = file == nil ? OutputPlan.missingFolders(Set(self.inputs.map { names.outputFolder(of: $0) })) : []
  }

  /// The files of the picture at `index`.
  package func files(of index: Int) -> OutputNames.Files { names.files(of: inputs[index]) }

  /// Those of `folders` and of the folders above them that do not stand yet, the outermost first.
  private static func missingFolders(_ folders: Set<String>) -> [String] {
    var missing: Set<String> = []
    for folder in folders {
      var path = folder[...]
      while path.count > 1 && path.hasSuffix("/") { path.removeLast() }
      var place = path.isEmpty ? "." : String(path)
      while !missing.contains(place), fileKind(place) == nil {
        missing.insert(place)
        place = parentFolder(place)
      }
    }
    return missing.sorted { $0.utf8.count < $1.utf8.count }
  }

  /// Makes the folder for the outputs of the picture at `index`.
  package func makeFolders(of index: Int) throws(CommandFailure) {
    guard !newFolders.isEmpty else { return }
    do throws(FileError) {
      var folder = names.outputFolder(of: inputs[index])[...]
      while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
      try makeFolder(String(folder))
    } catch {
      throw .file(error)
    }
  }

  /// Takes the new folders away again that have stayed empty because their pictures failed.
  package func removeEmptyFolders() {
    for folder in newFolders.reversed() { removeEmptyFolder(folder) }
  }
}
