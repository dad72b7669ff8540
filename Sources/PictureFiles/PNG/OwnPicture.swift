#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension PNGWriter {
  /// True for a PNG file that this program has written, as its first text says.
  public static func isOwn(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // Signature and IHDR take 33 bytes.
    var bytes = [UInt8](repeating: 0, count: 33 + PNGChunks.mark.count)
    let count = bytes.count
    return read(descriptor, &bytes, count) == count && bytes[33...].elementsEqual(PNGChunks.mark)
  }
}
