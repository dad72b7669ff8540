import CZipArchive
import ModelFiles

/// Several named arrays in one file, as `numpy.savez` writes it: a zip archive of `.npy` files.
public enum NPZFile {
  /// Bytes that the arrays of one archive may have together: a small archive can claim to hold anything.
  public static let limit = 4 << 30
  private static let library = "libminizip"
  private static let package = "libminizip1"

  /// An archive of arrays, stored; the same arrays give the same bytes.
  public static func encode(_ tensors: [Tensor]) throws(InterchangeError) -> [UInt8] {
    var writer: OpaquePointer?
    guard cziparchive_create(&writer) == CZipDone, let writer else {
      throw .noLibrary(library, package: package)
    }
    defer { cziparchive_free(writer) }
    for tensor in tensors {
      let bytes = NumPyArray.encode(tensor)
      let outcome = bytes.withUnsafeBufferPointer { buffer in
        cziparchive_add(writer, "\(tensor.name).npy", buffer.baseAddress, buffer.count)
      }
      guard outcome == CZipDone else { throw .tooLarge(part: "'\(tensor.name)'", limit: "memory allows") }
    }
    var start: UnsafePointer<UInt8>?
    var count = 0
    guard cziparchive_finish(writer, &start, &count) == CZipDone, let start else {
      throw .tooLarge(part: "the archive", limit: "memory allows")
    }
    return Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// The arrays of an archive in its order, stored or deflated, zip64 too; entries that are no arrays are left out.
  ///
  /// - Throws: ``InterchangeError`` for damaged archives and arrays, wrong check sums, and more than ``limit`` bytes.
  public static func decode(_ bytes: [UInt8]) throws(InterchangeError) -> [Tensor] {
    var tensors: [Tensor] = []
    var failure: InterchangeError?
    bytes.withUnsafeBufferPointer { buffer in
      do throws(InterchangeError) {
        tensors = try read(buffer)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return tensors
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(InterchangeError) -> [Tensor] {
    // minizip would overlook a cut end.
    guard endsWhole(bytes) else { throw .malformed(format: "npz", found: "its end is no zip archive's") }
    var opened: OpaquePointer?
    switch cziparchive_open(bytes.baseAddress, bytes.count, &opened) {
    case CZipDone: break
    case CZipNoLibrary: throw .noLibrary(library, package: package)
    default: throw .malformed(format: "npz", found: "its end is no zip archive's")
    }
    guard let reader = opened else { throw .malformed(format: "npz", found: "its end is no zip archive's") }
    defer { cziparchive_close(reader) }
    var tensors: [Tensor] = []
    var left = limit
    // The directory is as long as the file at the most, so a claimed count beyond that ends with the entries.
    for index in 0..<cziparchive_count(reader) {
      guard (index == 0 ? cziparchive_first(reader) : cziparchive_next(reader)) == CZipDone else {
        throw .malformed(format: "npz", found: "\(index) entries of \(cziparchive_count(reader))")
      }
      if let tensor = try entry(reader, index: index, left: &left) { tensors.append(tensor) }
    }
    return tensors
  }

  /// True when the archive ends with its end record (22 bytes) and the comment that the record announces.
  private static func endsWhole(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count >= 22 else { return false }
    for start in stride(from: bytes.count - 22, through: max(0, bytes.count - 22 - 65535), by: -1) {
      guard bytes[start] == 0x50, bytes[start + 1] == 0x4B, bytes[start + 2] == 5, bytes[start + 3] == 6 else {
        continue
      }
      if start + 22 + Int(bytes[start + 20]) + Int(bytes[start + 21]) << 8 == bytes.count { return true }
    }
    return false
  }

  private static func entry(
    _ reader: OpaquePointer, index: UInt64, left: inout Int
  ) throws(InterchangeError) -> Tensor? {
    var name = [CChar](repeating: 0, count: 1024)
    var nameSize = 0
    var size: UInt64 = 0
    let outcome = cziparchive_entry(reader, &name, name.count, &nameSize, &size)
    guard outcome != CZipUnsupported else {
      throw .unsupported(
        part: "entry \(index)", found: "encrypted or compressed in a rare way", expected: "stored or deflated")
    }
    guard outcome == CZipDone, nameSize < name.count else {
      throw .malformed(format: "npz", found: "entry \(index) has a damaged header")
    }
    let text = String(decoding: name.prefix(nameSize).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard text.hasSuffix(".npy") else { return nil }
    // minizip takes the place of a size of four gibibytes and more for that size itself.
    guard size <= UInt64(left), size < 0xFFFF_FFFF else {
      throw .tooLarge(part: "'\(text)'", limit: "\(limit >> 30) GiB")
    }
    left -= Int(size)
    var bytes: [UInt8] = []
    var got = 0
    // Read in pieces that the data fill, so that a claimed size alone takes no memory.
    var capacity = min(Int(size), 1 << 20)
    var result = CZipDone
    bytes = [UInt8](unsafeUninitializedCapacity: max(capacity, 1)) { buffer, count in
      result = cziparchive_read(reader, buffer.baseAddress, capacity, &got)
      count = got
    }
    if Int(size) > capacity && result == CZipDone {
      // The first mebibyte was really there: now the whole entry is read.
      capacity = Int(size)
      bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        result = cziparchive_read(reader, buffer.baseAddress, capacity, &got)
        count = got
      }
    }
    guard result != CZipWrongSum else {
      throw .malformed(format: "npz", found: "'\(text)' does not have its check sum")
    }
    guard result == CZipDone, got == Int(size) else {
      throw .malformed(format: "npz", found: "'\(text)' ends after \(got) of \(size) bytes")
    }
    return try NumPyArray.decode(bytes, name: String(text.dropLast(4)))
  }
}
