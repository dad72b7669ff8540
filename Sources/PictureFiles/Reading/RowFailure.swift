import SystemServices

/// What ends the rows of a picture early.
enum RowFailure: Error {
  /// The data end.
  case truncated
  /// The data contradict their format.
  case broken(String)
  /// The file cannot be read on.
  case file(FileError)
  /// The system gives no memory.
  case noMemory
  /// The header declares more pixels than the limit.
  case tooManyPixels(width: Int, height: Int, limit: Int)
  /// The file cannot hold the pixels that its header declares.
  case tooFewBytes(Int, width: Int, height: Int)
}

extension FileBytes {
  /// Reads up to `wanted` bytes and says how many of them there are.
  func filled(to wanted: Int) throws(RowFailure) -> Int {
    do throws(FileError) {
      return min(wanted, try fill(to: wanted))
    } catch {
      throw .file(error)
    }
  }
}

func bigEndian32(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt32 {
  UInt32(bigEndian: UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt32.self))
}
