#if canImport(Darwin)
  import Darwin
  private let opener = "open"
#else
  import Glibc
  private let opener = "xdg-open"
#endif

/// Hands a page to the system's browser and does not wait for it.
func openInBrowser(_ path: String) throws {
  var words: [UnsafeMutablePointer<CChar>?] = [strdup(opener), strdup(path.hasPrefix("-") ? "./" + path : path), nil]
  defer { for word in words { free(word) } }
  var process: pid_t = 0
  let status = posix_spawnp(&process, opener, nil, nil, &words, environ)
  guard status == 0 else { throw BrowserFailure.notStarted(page: path, opener: opener, code: status) }
}

/// The system opens no page.
enum BrowserFailure: Error, CustomStringConvertible {
  /// The program that opens files did not start.
  case notStarted(page: String, opener: String, code: Int32)

  var description: String {
    switch self {
    case .notStarted(let page, let opener, let code):
      "\(page) is written, but \(opener) did not start (\(String(cString: strerror(code)))): open the page by hand"
    }
  }
}
