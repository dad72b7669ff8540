import CDownload
import SystemServices

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One answer of a server, written behind what is already in a file.
final class Transfer {
  /// How it ended.
  enum Outcome: Equatable {
    case complete
    /// The connection broke or was closed early; what came is in the file.
    case broken(String)
    case status(Int)
    /// A redirection that leads nowhere; the library's words.
    case redirection(String)
    case tooLong
    case interrupted
    case noLibrary
    case file(FileError)
  }

  private let descriptor: Int32
  private let path: String
  private let expected: Int
  private let progress: (Int) -> Void
  /// Bytes in the file.
  private(set) var received: Int
  private var hash: SHA256
  private var failure: Outcome?

  /// Goes on behind `received` bytes of the file, whose hash so far is `hash`; `progress` is told of every byte count.
  init(
    descriptor: Int32, path: String, received: Int, hash: SHA256, expected: Int, progress: @escaping (Int) -> Void
  ) {
    self.descriptor = descriptor
    self.path = path
    self.received = received
    self.hash = hash
    self.expected = expected
    self.progress = progress
  }

  /// SHA-256 of the file's bytes.
  var sha256: String { hash.hexadecimal }

  /// Gets what is missing.
  func run(_ address: String, agent: String) -> Outcome {
    var status = 0
    var reason = [CChar](repeating: 0, count: 256)
    let receiver = CDownloadReceiver(
      context: Unmanaged.passUnretained(self).toOpaque(),
      begin: { context, status in Transfer.from(context)?.begin(status: Int(status)) ?? 1 },
      receive: { context, bytes, count in
        Transfer.from(context)?.receive(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 1
      },
      tick: { _ in Interruption.isAsked ? 1 : 0 })
    let outcome = cdownload_get(address, Int64(received), agent, receiver, &status, &reason, reason.count)
    if let failure { return failure }
    let words = String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if outcome == CDownloadFailed && (300..<400).contains(status) { return .redirection(words) }
    // An answer without a byte never began.
    guard status == 0 || (200..<300).contains(status) else { return .status(status) }
    switch outcome {
    case CDownloadNoLibrary: return .noLibrary
    case CDownloadStopped: return .interrupted
    // A server that promised more than the file has: all of the file is here, and its check sum decides.
    case CDownloadFailed: return received == expected ? .complete : .broken(words)
    default: return received == expected ? .complete : .broken("the answer ends early")
    }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private func begin(status: Int) -> Int32 {
    guard status == 0 || (200..<300).contains(status) else {
      failure = .status(status)
      return 1
    }
    // Any other success than "partial content" is the whole from its first byte; a file:// has no status.
    if received > 0 && status != 206 && status != 0 {
      received = 0
      hash = SHA256()
      guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
        failure = .file(FileError(.write, path, code: errno))
        return 1
      }
    }
    return 0
  }

  private func receive(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    guard received + bytes.count <= expected else {
      failure = .tooLong
      return 1
    }
    var offset = 0
    while offset < bytes.count {
      let written = write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        failure = .file(FileError(.write, path, code: written < 0 ? errno : ENOSPC))
        return 1
      }
      hash.update(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + written]))
      offset += written
      received += written
    }
    progress(received)
    return 0
  }
}
