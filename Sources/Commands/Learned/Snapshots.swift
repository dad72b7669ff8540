import ModelFiles
import SystemServices

/// The models that a training with `--snapshots` kept beside its last one, in the order of their epochs.
///
/// Those of another training under the same name are left out: what an earlier, longer one left behind is no part of it.
struct Snapshots {
  let epochs: [(epoch: Int, model: Model)]
  /// Files that another training left there.
  let strangers: [String]

  /// Reads them; there must be two at least.
  init(of path: String) throws {
    let folder = parentFolder(path)
    let start = "\(fileStem(path))-epoch-"
    var found: [(epoch: Int, model: Model)] = []
    var strangers: [String] = []
    let own = try Model(named: path).record
    let names: [String]
    do throws(FileError) {
      names = fileKind(path) == .file ? try folderContents(folder) : []
    } catch {
      throw CommandFailure.file(error)
    }
    for name in names where name.hasPrefix(start) && fileExtension(name) == "safetensors" {
      guard let epoch = Int(fileStem(name).dropFirst(start.count)) else { continue }
      let model = try Model(path: "\(folder)/\(name)")
      if let own, let record = model.record, !own.isSameTraining(as: record) || epoch > own.epochs {
        strangers.append(name)
      } else {
        found.append((epoch, model))
      }
    }
    found.sort { $0.epoch < $1.epoch }
    guard found.count >= 2 else {
      throw DumpFailure.noSnapshots(path, found: found.count, strangers: strangers.count)
    }
    let text = found[0].model.network.specification.text
    if let other = found.first(where: { $0.model.network.specification.text != text }) {
      throw DumpFailure.snapshotsDiffer(path, epochs: found[0].epoch, other.epoch)
    }
    epochs = found
    self.strangers = strangers.sorted()
  }
}

/// What stops a dump; each case carries what was found.
enum DumpFailure: Error, Equatable {
  /// Fewer than two snapshots beside a model.
  case noSnapshots(String, found: Int, strangers: Int)
  /// Snapshots of two networks beside each other.
  case snapshotsDiffer(String, epochs: Int, Int)
}

extension DumpFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .noSnapshots(let path, let found, let strangers):
      "\(path): --epochs needs \(fileStem(path))-epoch-1.safetensors, … beside it, and "
        + (found == 0 ? "there are none" : "there is one only")
        + (strangers > 0 ? " beside \(strangers) of another training" : "")
        + "; 'cnnlab train --snapshots -o \(path)' keeps them"
    case .snapshotsDiffer(let path, let first, let other):
      "\(path): the snapshots of the epochs \(first) and \(other) are of two networks; remove those of another training"
    }
  }
}
