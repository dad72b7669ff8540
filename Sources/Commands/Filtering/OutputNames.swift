import SystemServices

/// How the outputs of a run are named: made anew for each picture, so that a run over many keeps no list of them.
package struct OutputNames: Sendable {
  /// The files of one picture.
  package struct Files: Sendable {
    /// One for each chain, or a single one that holds the maps of all chains.
    package let results: [String]
    /// For each chain the files of its stages but the last; empty when they are not asked for.
    package let stages: [[String]]
  }

  let chains: [StageChain]
  /// The one file that takes everything; nil where each map has its own.
  let file: String?
  /// The folder that the outputs go to; empty for the current one.
  let folder: String
  let format: MapFormat
  /// True when one file holds the maps of all chains.
  let isStacked: Bool
  let hasStages: Bool
  /// Each input's own folder is made anew under `folder`.
  let keepsFolders: Bool
  /// Inputs whose name without the ending is another's too bear their ending: `photo-jpg`.
  private var withEnding: Set<PathKey> = []
  private let longest: Int

  package init(
    inputs: [String], chains: [StageChain], file: String?, folder: String, format: MapFormat, isStacked: Bool,
    hasStages: Bool, keepsFolders: Bool
  ) {
    self.chains = chains
    self.file = file
    self.folder = folder
    self.format = format
    self.isStacked = isStacked
    self.hasStages = hasStages
    self.keepsFolders = keepsFolders
    longest = longestFileName(in: file.map(parentFolder) ?? (folder.isEmpty ? "." : folder))
    if file == nil { withEnding = ambiguous(inputs) }
  }

  /// The files of one picture.
  package func files(of input: String) -> Files {
    let start = file == nil ? outputFolder(of: input) + stem(of: input) : ""
    let results = file.map { [$0] } ?? chains.map { path(start, "-\($0.name)") }
    guard hasStages else { return Files(results: results, stages: chains.map { _ in [] }) }
    return Files(
      results: results,
      stages: chains.enumerated().map { index, chain in
        let base = stemWithFolder(results[isStacked ? 0 : index]) + (isStacked ? "-\(chain.name)" : "")
        return chain.stages.dropLast().enumerated().map { number, stage in
          path(base, "-\(number + 1)-\(fileSafe(stage.name))")
        }
      })
  }

  /// The folder of a picture's outputs with a slash behind it; empty for the current one.
  func outputFolder(of input: String) -> String {
    let start = folder.isEmpty || folder.hasSuffix("/") ? folder : "\(folder)/"
    return keepsFolders ? start + keptFolder(of: input) : start
  }

  /// `a/b/` of `a/b/c.png` and of `/a/../a/b/./c.png`: nothing leads out of the folder that it is put under.
  private func keptFolder(of input: String) -> String {
    guard input != "-", input.utf8.contains(UInt8(ascii: "/")) else { return "" }
    var parts: [Substring] = []
    for part in parentFolder(input).split(separator: "/") where part != "." {
      if part != ".." { parts.append(part) } else if !parts.isEmpty { parts.removeLast() }
    }
    return parts.map { "\($0)/" }.joined()
  }

  private func stem(of input: String) -> String {
    if input == "-" { return "stdin" }
    guard !withEnding.isEmpty, withEnding.contains(PathKey(input)) else { return fileStem(input) }
    return "\(fileStem(input))-\(fileExtension(input))"
  }

  /// Inputs that differ from another one of the same output folder in nothing but their ending.
  private func ambiguous(_ inputs: [String]) -> Set<PathKey> {
    var owners: [PathKey: String] = [:]
    var result: Set<PathKey> = []
    for input in inputs where input != "-" {
      let key = PathKey(outputFolder(of: input) + fileStem(input))
      guard let other = owners[key] else {
        owners[key] = input
        continue
      }
      if fileExtension(input) != fileExtension(other) { result.formUnion([PathKey(input), PathKey(other)]) }
    }
    return result
  }

  /// `start` and `ending` and the format's extension, shortened to what a file's name may have.
  private func path(_ start: String, _ ending: String) -> String {
    let type = ".\(format.rawValue)"
    let name = fileName(start)
    let room = longest - systemBytes(name).count - type.utf8.count
    if systemBytes(ending).count <= room { return start + ending + type }
    // What is cut away still tells two names apart: by its check sum.
    let check = "-" + String(stableHash(of: name + ending) >> 32, radix: 16)
    if room - check.utf8.count >= min(ending.utf8.count, 40) {
      return start + cut(ending, to: room - check.utf8.count) + check + type
    }
    let shortEnding = ending.utf8.count > 80 ? cut(ending, to: 80) : ending
    let shortName = cut(name, to: longest - type.utf8.count - check.utf8.count - systemBytes(shortEnding).count)
    return start.prefix(start.count - name.count) + shortName + shortEnding + check + type
  }
}

/// As many characters from the front as take no more than `count` bytes.
private func cut(_ text: String, to count: Int) -> String {
  var result = ""
  var used = 0
  for character in text {
    used += systemBytes(String(character)).count
    guard used <= count else { break }
    result.append(character)
  }
  return result
}

/// `a/b` of `a/b.png`.
private func stemWithFolder(_ path: String) -> String {
  let name = fileName(path)
  return path.prefix(path.count - name.count) + fileStem(path)
}

/// `text` as a part of a file name: letters, digits, dots, underscores and dashes stay, all else becomes a dash.
///
/// A minus stays, and a fraction or a root is spelt, so that two kernels of a family have two names.
package func fileSafe(_ text: String) -> String {
  var result = ""
  var isDashed = true
  for character in text {
    switch character {
    case "/": result += "over"
    case "√": result += "sqrt"
    case "−", "-": result += "-"
    case _ where character.isLetter || character.isNumber || character == "." || character == "_":
      result.append(character)
    default:
      if !isDashed { result += "-" }
      isDashed = true
      continue
    }
    isDashed = false
  }
  while result.hasSuffix("-") { result.removeLast() }
  return result.isEmpty ? "custom" : result
}
