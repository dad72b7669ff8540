import PictureFiles
import SystemServices

/// Holds every output of a run against the inputs and the other outputs: none may be overwritten.
///
/// Files are compared by what they are, not by how they are spelt. Each output is looked up once in a table, so that the
/// work grows with the number of files and not with its square.
struct OutputCollisions {
  /// The pictures that remain.
  let inputs: [String]
  /// Pictures that an earlier run of this command has made from others of the list: to filter them again is not meant
  /// when `*.png` names them, and they are written anew.
  let ownOutputs: [String]

  /// - Throws: the first output that is an input, or that two inputs would be written to.
  init(inputs: [String], otherInputs: [String], names: OutputNames) throws(CommandFailure) {
    var sources: [FileIdentity: Int] = [:]
    let all = inputs + otherInputs
    for (index, path) in all.enumerated() where path != "-" {
      if let identity = FileIdentity(path), sources[identity] == nil { sources[identity] = index }
    }
    var hits: [Hit] = []
    for (index, input) in inputs.enumerated() {
      for path in names.files(of: input).all where !isStandardOutput(path) {
        if let identity = FileIdentity(path), let source = sources[identity] {
          hits.append(Hit(producer: index, path: path, source: source))
        }
      }
    }
    let left = OutputCollisions.leftOut(hits, inputs)
    if let hit = hits.first(where: { !left.contains($0.producer) && !left.contains($0.source) }) {
      throw .outputIsInput(hit.path, all[hit.source])
    }
    let kept = left.isEmpty ? inputs : inputs.indices.filter { !left.contains($0) }.map { inputs[$0] }
    try OutputCollisions.refuseEqualNames(kept, names)
    self.inputs = kept
    ownOutputs = left.sorted().map { inputs[$0] }
  }

  /// An output that is one of the files read.
  private struct Hit {
    let producer: Int
    let path: String
    let source: Int
  }

  /// The inputs that are outputs of others that stay, and were written by this program.
  private static func leftOut(_ hits: [Hit], _ inputs: [String]) -> Set<Int> {
    var producers: [Int: [Int]] = [:]
    for hit in hits where hit.source < inputs.count && hit.producer != hit.source {
      producers[hit.source, default: []].append(hit.producer)
    }
    var decided: [Int: Bool] = [:]
    func isLeftOut(_ index: Int) -> Bool {
      if let known = decided[index] { return known }
      guard let makers = producers[index] else { return false }
      // What is met again on the way round makes itself, and stays.
      decided[index] = false
      let result = makers.contains { !isLeftOut($0) } && PNGWriter.isOwn(inputs[index])
      decided[index] = result
      return result
    }
    return Set(producers.keys.sorted().filter(isLeftOut))
  }

  private static func refuseEqualNames(_ inputs: [String], _ names: OutputNames) throws(CommandFailure) {
    var owners: [UInt64: Int] = [:]
    for (index, input) in inputs.enumerated() {
      let paths = names.files(of: input).all
      for (place, path) in paths.enumerated() where !isStandardOutput(path) {
        let key = stableHash(of: path)
        if let other = owners[key] {
          let rivals = other == index ? Array(paths[..<place]) : names.files(of: inputs[other]).all
          if rivals.contains(where: { PathKey($0) == PathKey(path) }) {
            throw .sameOutput(path, inputs[other], input)
          }
        } else {
          owners[key] = index
        }
      }
    }
  }
}

extension OutputNames.Files {
  /// Every file.
  var all: [String] { stages.allSatisfy(\.isEmpty) ? results : results + stages.joined() }
}
