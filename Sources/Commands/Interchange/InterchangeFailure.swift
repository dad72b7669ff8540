import NetworkInterchange

/// What stops an export or an import; each case carries what was found.
enum InterchangeFailure: Error, Equatable {
  /// A file of another program that cannot be taken over.
  case foreign(String, ImportError)
  /// As many class names as there are outputs were expected.
  case classes(found: Int, outputs: Int)
}

extension InterchangeFailure: CustomStringConvertible {
  var description: String {
    switch self {
    case .foreign(let path, .specificationNeeded):
      "\(path) holds weights alone: 'cnnlab import --as NAME|SPEC' joins them with the network they belong to"
    case .foreign(let path, let error):
      "\(path): \(error)"
    case .classes(let found, let outputs):
      "--classes names \(found), but the network has \(outputs) outputs: name as many"
    }
  }
}
