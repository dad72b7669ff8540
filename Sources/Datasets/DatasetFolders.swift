import SystemServices

/// Where the files of data sets are kept: a subfolder named as the data set in one of these, the first first.
///
/// `$CNNLAB_DATA`, then `cnnlab` in the XDG data folder (`$XDG_DATA_HOME`, else ~/.local/share), then `cnnlab` in the
/// XDG cache folder (`$XDG_CACHE_HOME`, else ~/.cache), where `cnnlab data fetch` puts what it fetches.
/// Source: XDG Base Directory Specification 0.8; it has relative paths ignored.
public func datasetFolders() -> [String] {
  var folders: [String] = []
  if let folder = environmentVariable("CNNLAB_DATA") { folders.append(folder) }
  let home = environmentVariable("HOME")
  for (variable, fallback) in [("XDG_DATA_HOME", ".local/share"), ("XDG_CACHE_HOME", ".cache")] {
    if let folder = environmentVariable(variable), folder.hasPrefix("/") {
      folders.append("\(folder)/cnnlab")
    } else if let home {
      folders.append("\(home)/\(fallback)/cnnlab")
    }
  }
  return folders
}

/// Where `cnnlab data fetch` puts its files: `$CNNLAB_DATA`, else `cnnlab` in the XDG cache folder.
public func datasetCacheFolder() -> String? {
  environmentVariable("CNNLAB_DATA") ?? datasetFolders().last
}
