#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What makes a file the same however it is spelt: its device and its number there.
public struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64

  /// The identity of what stands at `path`, links followed; nil when there is nothing.
  public init?(_ path: String) {
    guard let status = fileStatus(path) else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(status.st_ino)
  }
}

/// The most bytes that a name may have in `folder`, or in the folder above that is there.
public func longestFileName(in folder: String) -> Int {
  var place = folder
  while fileKind(place) != .folder {
    let parent = parentFolder(place)
    guard parent != place else { return longestFileName }
    place = parent
  }
  let limit = withSystemPath(place) { pathconf($0, Int32(_PC_NAME_MAX)) }
  return limit > 0 ? min(limit, longestFileName) : longestFileName
}
