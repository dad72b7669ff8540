import ModelFiles
import SystemServices

/// The models that a training with `--snapshots` kept beside its last one, in the order of their epochs.
struct Snapshots {
  let epochs: [(epoch: Int, model: Model)]

  /// Reads them; there must be two at least.
  init(of path: String) throws {
    let folder = parentFolder(path)
    let start = "\(fileStem(path))-epoch-"
    var found: [(epoch: Int, model: Model)] = []
    let names: [String]
    do throws(FileError) {
      names = fileKind(path) == .file ? try folderContents(folder) : []
    } catch {
      throw CommandFailure.file(error)
    }
    for name in names where name.hasPrefix(start) && fileExtension(name) == "safetensors" {
      guard let epoch = Int(fileStem(name).dropFirst(start.count)) else { continue }
      found.append((epoch, try Model(path: "\(folder)/\(name)")))
    }
    found.sort { $0.epoch < $1.epoch }
    guard found.count >= 2 else { throw DumpFailure.noSnapshots(path, found: found.count) }
    let text = found[0].model.network.specification.text
    if let other = found.first(where: { $0.model.network.specification.text != text }) {
      throw DumpFailure.snapshotsDiffer(path, epochs: found[0].epoch, other.epoch)
    }
    epochs = found
  }
}

/// What stops a dump; each case carries what was found.
enum DumpFailure: Error, Equatable {
  /// Fewer than two snapshots beside a model.
  case noSnapshots(String, found: Int)
  /// Snapshots of two networks beside each other.
  case snapshotsDiffer(String, epochs: Int, Int)
}

extension DumpFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .noSnapshots(let path, let found):
      "\(path): --epochs needs \(fileStem(path))-epoch-1.safetensors, … beside it, and "
        + (found == 0 ? "there are none" : "there is one only")
        + "; 'cnnlab train --snapshots -o \(path)' keeps them"
    case .snapshotsDiffer(let path, let first, let other):
      "\(path): the snapshots of the epochs \(first) and \(other) are of two networks; remove those of another training"
    }
  }
}
