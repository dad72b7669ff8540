// The C functions that take paths, for paths as text from `systemText(_:)`, so that every byte of a name reaches the
// system. Swift prefers these to the imported ones; `stat` and `lstat`, where it would not, have names of their own.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `open`, with the mode of a new file.
public func open(_ path: String, _ flags: Int32, _ mode: UInt32 = 0) -> Int32 {
  openDescriptor(path, flags, mode_t(mode))
}

/// `stat`: what a path names, links followed; nil with `errno` when there is nothing.
public func fileStatus(_ path: String) -> stat? {
  var information = stat()
  return withSystemPath(path) { stat($0, &information) } == 0 ? information : nil
}

/// `lstat`: what a path names, links not followed; nil with `errno` when there is nothing.
public func linkStatus(_ path: String) -> stat? {
  var information = stat()
  return withSystemPath(path) { lstat($0, &information) } == 0 ? information : nil
}

/// `opendir`.
public func opendir(_ path: String) -> OpaquePointer? { withSystemPath(path) { opendir($0) } }

/// `mkdir`.
public func mkdir(_ path: String, _ mode: UInt32) -> Int32 { withSystemPath(path) { mkdir($0, mode_t(mode)) } }

/// `rmdir`.
@discardableResult
public func rmdir(_ path: String) -> Int32 { withSystemPath(path) { rmdir($0) } }

/// `unlink`.
@discardableResult
public func unlink(_ path: String) -> Int32 { withSystemPath(path) { unlink($0) } }

/// `access`.
public func access(_ path: String, _ mode: Int32) -> Int32 { withSystemPath(path) { access($0, mode) } }

/// `rename`.
public func rename(_ path: String, _ target: String) -> Int32 {
  withSystemPath(path) { path in withSystemPath(target) { rename(path, $0) } }
}

/// `link`, of what an open descriptor holds where `path` is its place under `/proc/self/fd`.
public func linkat(
  _ folder: Int32, _ path: String, _ targetFolder: Int32, _ target: String, _ flags: Int32
) -> Int32 {
  withSystemPath(path) { path in withSystemPath(target) { linkat(folder, path, targetFolder, $0, flags) } }
}

/// What a link holds; nil when `path` is none.
public func linkTarget(_ path: String) -> String? {
  var buffer = [UInt8](repeating: 0, count: 4096)
  let count = buffer.withUnsafeMutableBytes { buffer in
    let letters = buffer.bindMemory(to: CChar.self)
    return letters.baseAddress.map { start in withSystemPath(path) { readlink($0, start, letters.count) } } ?? -1
  }
  return count < 0 ? nil : systemText(buffer[..<count])
}
