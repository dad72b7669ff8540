import InterchangeFiles
import ModelFiles
import NetworkDescription
import NetworkInterchange
import SystemServices

/// Reads a model of whatever program; its first bytes tell the format.
enum ForeignModel {
  /// What a file is, by its first bytes.
  enum Format { case safetensors, npz, hdf5, onnx }

  /// The format of a file that begins with `bytes`.
  static func format(_ bytes: some Collection<UInt8>) -> Format {
    let head = Array(bytes.prefix(9))
    if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) { return .npz }
    if head.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) { return .hdf5 }
    // Eight bytes of a header's size, and the brace that the header begins with.
    if head.count == 9 && head[8] == UInt8(ascii: "{") && head[5...7].allSatisfy({ $0 == 0 }) { return .safetensors }
    return .onnx
  }

  /// The network in a file; weights alone need the `architecture` that they belong to.
  static func read(_ path: String, architecture: Architecture?) throws -> Imported {
    let bytes: [UInt8]
    do throws(FileError) { bytes = try readFile(path) } catch { throw CommandFailure.file(error) }
    do throws(ImportError) {
      switch format(bytes) {
      case .safetensors: return try Imported(safetensors: bytes, architecture: architecture)
      case .npz: return try Imported(npz: bytes, architecture: architecture)
      case .hdf5: return try Imported(keras: path, architecture: architecture)
      case .onnx:
        let folder = String(path.dropLast(fileName(path).count))
        return try Imported(onnx: bytes) { name throws(InterchangeError) in try beside(folder + name) }
      }
    } catch {
      throw InterchangeFailure.foreign(path, error)
    }
  }

  /// A model of ours by file or name, or the whole network in a file of another program.
  static func model(named name: String) throws -> Model {
    guard ["onnx", "npz", "h5", "hdf5"].contains(fileExtension(name)), fileKind(name) == .file else {
      return try Model(named: name)
    }
    return try read(name, architecture: nil).model
  }

  private static func beside(_ path: String) throws(InterchangeError) -> [UInt8] {
    do throws(FileError) { return try readFile(path) } catch { throw .file(error) }
  }
}
