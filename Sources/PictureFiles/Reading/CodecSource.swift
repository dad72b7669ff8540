import CImageCodecs
import SystemServices

/// A file's bytes as the C decoders ask for them.
final class CodecSource {
  let bytes: FileBytes
  /// What the system said when it refused to give more.
  private(set) var failure: FileError?

  init(_ bytes: FileBytes) { self.bytes = bytes }

  /// What a decoder is made with; it must not outlive this object.
  func input(keepsDamaged: Bool) -> CodecInput {
    CodecInput(
      bytes: bytes.start, fill: fillForCodec, context: Unmanaged.passUnretained(self).toOpaque(),
      keepsDamaged: keepsDamaged)
  }

  fileprivate func fill(to wanted: Int) -> Int {
    do throws(FileError) {
      return try bytes.fill(to: wanted)
    } catch {
      failure = error
      return 0
    }
  }

  /// How a C call ended; `message` are the library's words.
  func failure(_ code: Int32, _ message: UnsafePointer<CChar>?) -> RowFailure? {
    if let failure { return .file(failure) }
    switch Int(code) {
    case codecOK: return nil
    case codecTruncated: return .truncated
    case codecNoMemory: return .noMemory
    default: return .broken(message.map { String(cString: $0) } ?? "")
    }
  }
}

/// Returns before the library goes on, so that none of its jumps crosses it.
private func fillForCodec(_ context: UnsafeMutableRawPointer?, _ wanted: Int) -> Int {
  guard let context else { return 0 }
  return Unmanaged<CodecSource>.fromOpaque(context).takeUnretainedValue().fill(to: wanted)
}
