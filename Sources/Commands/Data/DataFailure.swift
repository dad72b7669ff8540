import Datasets

/// What stops `cnnlab data`.
enum DataFailure: Error {
  /// Neither $CNNLAB_DATA nor a home folder.
  case noFolder
  /// $CNNLAB_MIRROR is no address.
  case mirrorVariable(String)
  /// A file that cannot be fetched.
  case download(DownloadError)
}

extension DataFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .noFolder: "There is no folder to put data into: set CNNLAB_DATA or HOME"
    case .mirrorVariable(let text): "CNNLAB_MIRROR is '\(text)': expected an address, as https://example.org/{set}"
    case .download(let error): sentence(error) + optionAdvice(error)
    }
  }
}
