import PictureFiles
import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of a data set, gzipped or not, read from its beginning on as far as its format needs it: a small gzip file can
/// hold gigabytes.
final class PackedFile {
  private let path: String
  private let bytes: FileBytes
  private let inflater: Inflater?
  private var position = 0

  /// Opens a file.
  convenience init(path: String) throws(DatasetFileError) {
    let bytes: FileBytes
    do throws(FileError) { bytes = try FileBytes(path: path) } catch { throw .file(error) }
    try self.init(bytes, path: path)
  }

  /// The bytes of a file; `path` is named in errors.
  init(_ bytes: FileBytes, path: String) throws(DatasetFileError) {
    self.bytes = bytes
    self.path = path
    let count: Int
    do throws(FileError) { count = try bytes.fill(to: 2) } catch { throw .file(error) }
    // RFC 1952.
    guard count >= 2, bytes.start[0] == 0x1f, bytes.start[1] == 0x8b else {
      inflater = nil
      return
    }
    guard let inflater = Inflater(bytes, .gzip) else {
      throw .damagedGzip(path: path, reason: "zlib gives no memory")
    }
    self.inflater = inflater
  }

  /// True for a gzip file.
  var isGzip: Bool { inflater != nil }

  /// What the last stream of a gzip file says that it holds, modulo 2³²; the file's size without gzip; nil for a pipe.
  var declaredSize: Int? {
    guard let size = bytes.declaredSize else { return nil }
    guard isGzip else { return size }
    let trailer = bytes.bytes(at: size - 4, count: 4, readingUpTo: 0)
    return trailer.map { $0.reversed().reduce(0) { $0 << 8 | Int($1) } }
  }

  /// The next `count` bytes, or as many as there are; memory grows with what is there, not with `count`.
  func read(_ count: Int) throws(DatasetFileError) -> [UInt8] {
    var result: [UInt8] = []
    // Eight times the input holds most files in one piece.
    var capacity = min(count, max(65536, 8 * (bytes.declaredSize ?? 0)))
    while result.count < count {
      guard memoryIsAvailable(capacity + result.count) else { throw .file(FileError(.read, path, code: ENOMEM)) }
      let piece = try readPiece(capacity)
      if result.isEmpty { result = piece } else { result += piece }
      if piece.count < capacity { return result }
      capacity = min(count - result.count, max(result.count, 65536))
    }
    return result
  }

  /// Passes over `count` bytes; false where the file ends before.
  func skip(_ count: Int) throws(DatasetFileError) -> Bool {
    var left = count
    while left > 0 {
      let step = min(left, 1 << 20)
      guard try readPiece(step).count == step else { return false }
      left -= step
    }
    return true
  }

  private func readPiece(_ count: Int) throws(DatasetFileError) -> [UInt8] {
    guard let inflater else {
      let there: Int
      do throws(FileError) { there = try bytes.fill(to: position + count) } catch { throw .file(error) }
      let taken = max(0, min(count, there - position))
      defer { position += taken }
      return Array(UnsafeBufferPointer(start: bytes.start + position, count: taken))
    }
    var failure: Inflater.Failure?
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      do throws(Inflater.Failure) { written = try inflater.read(into: buffer) } catch { failure = error }
    }
    switch failure {
    case nil: return piece
    case .truncated: throw .truncatedGzip(path: path)
    case .damaged(let reason): throw .damagedGzip(path: path, reason: reason)
    case .file(let error): throw .file(error)
    }
  }
}
