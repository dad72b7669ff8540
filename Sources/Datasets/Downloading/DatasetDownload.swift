import SystemServices

/// Fetches the files of a data set that are not there yet.
public struct DatasetDownload: Sendable {
  /// What happened to one file.
  public enum Report: Sendable, Equatable {
    /// So many bytes of it are there.
    case progress(PublishedFiles.File, received: Int)
    /// It was there, with the right bytes.
    case present(PublishedFiles.File)
    /// It came from a mirror, nil when all of it was there from an interrupted run.
    case fetched(PublishedFiles.File, mirror: String?)
  }

  private let published: PublishedFiles
  private let mirrors: [String]
  private let replaces: Bool
  private let agent: String
  /// Where the files go.
  public let folder: String

  /// A download into a subfolder of `cache`; `mirrors` take the place of the published ones when there are any.
  ///
  /// `{set}` in a mirror stands for the data set's name. With `replaces`, files of other bytes are replaced.
  public init(_ published: PublishedFiles, cache: String, mirrors: [String] = [], replaces: Bool = false, agent: String)
  {
    self.published = published
    self.mirrors =
      mirrors.isEmpty ? published.mirrors : mirrors.map { DatasetDownload.mirror($0, set: published.folder) }
    self.replaces = replaces
    self.agent = agent
    folder = "\(cache)/\(published.folder)"
  }

  /// Fetches what is missing, file after file; `report` is told of each.
  public func run(_ report: @escaping (Report) -> Void) throws(DownloadError) {
    guard SHA256.hasLibrary else { throw .noLibrary("Nettle", package: "libnettle8") }
    do { try makeFolder(folder) } catch { throw .file(error) }
    for file in published.files {
      let isArchive = file.name.hasSuffix(".tar.gz")
      if isArchive && CIFARArchive.isUnpacked(in: folder) && !replaces {
        report(.present(file))
        continue
      }
      let path = "\(folder)/\(file.name)"
      let found = try fileHash(path)
      if found == file.sha256 {
        report(.present(file))
      } else {
        if let found, !replaces { throw .differs(path: path, found: found, expected: file.sha256) }
        let mirror = try FileDownload(
          file: file, path: path, mirrors: mirrors, agent: agent,
          progress: { report(.progress(file, received: $0)) }
        ).run()
        report(.fetched(file, mirror: mirror))
      }
      if isArchive { try CIFARArchive(path: path).unpack(in: folder) }
    }
  }

  private static func mirror(_ text: String, set: String) -> String {
    var address = ""
    var rest = text[...]
    while let brace = rest.firstIndex(of: "{"), rest[brace...].hasPrefix("{set}") {
      address += rest[..<brace] + set
      rest = rest[brace...].dropFirst(5)
    }
    address += rest
    return address.hasSuffix("/") ? address : address + "/"
  }
}
