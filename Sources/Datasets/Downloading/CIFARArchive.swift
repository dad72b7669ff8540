import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// CIFAR-10's archive: six files in the folder `cifar-10-batches-bin` of a gzipped tar.
///
/// Source of the format: POSIX.1-1988, ustar: blocks of 512 bytes, a header before each file with its name in bytes
/// 0…99 and its size in octal digits in bytes 124…135.
struct CIFARArchive {
  static let subfolder = "cifar-10-batches-bin"
  private static let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
  /// Ten thousand records in each file.
  private static let size = 10_000 * CIFARFiles.recordSize
  private static let block = 512

  let path: String

  /// True when all six files are there with their size.
  static func isUnpacked(in folder: String) -> Bool {
    names.allSatisfy { name in
      fileStatus("\(folder)/\(subfolder)/\(name)")?.st_size == size
    }
  }

  /// Unpacks the six files, which appear all at once, and removes the archive.
  func unpack(in folder: String) throws(DownloadError) {
    let target = "\(folder)/\(CIFARArchive.subfolder)"
    let temporary = "\(folder)/.\(CIFARArchive.subfolder).\(getpid()).tmp"
    do throws(FileError) {
      try makeFolder(temporary)
    } catch {
      throw .file(error)
    }
    do throws(DownloadError) {
      try extract(to: temporary)
      CIFARArchive.remove(target)
      guard rename(temporary, target) == 0 else { throw DownloadError.file(FileError(.write, target, code: errno)) }
    } catch {
      CIFARArchive.remove(temporary)
      throw error
    }
    unlink(path)
  }

  private func extract(to folder: String) throws(DownloadError) {
    var missing = Set(CIFARArchive.names)
    do throws(DatasetFileError) {
      let archive = try PackedFile(path: path)
      while !missing.isEmpty {
        let header = try archive.read(CIFARArchive.block)
        guard header.count == CIFARArchive.block, header[0] != 0 else { break }
        let name = fileName(String(decoding: header[..<100].prefix { $0 != 0 }, as: UTF8.self))
        let digits = header[124..<136].filter { (0x30...0x37).contains($0) }
        let size = digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
        let padding = (CIFARArchive.block - size % CIFARArchive.block) % CIFARArchive.block
        guard missing.contains(name), size == CIFARArchive.size else {
          guard try archive.skip(size + padding) else { break }
          continue
        }
        let bytes = try archive.read(size + padding)
        guard bytes.count == size + padding else { break }
        do throws(FileError) {
          try writeFile("\(folder)/\(name)", Array(bytes[..<size]), durable: true)
        } catch {
          throw .file(error)
        }
        missing.remove(name)
      }
    } catch {
      // What is damaged lacks a file, as what is cut does.
      if case .file(let error) = error { throw .file(error) }
    }
    if let name = missing.min() { throw .archive(path: path, missing: name) }
  }

  private static func remove(_ folder: String) {
    for name in names { unlink("\(folder)/\(name)") }
    removeEmptyFolder(folder)
  }
}
