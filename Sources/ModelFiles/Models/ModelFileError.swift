import NetworkDescription
import SystemServices

/// What can be wrong with a model file or a checkpoint; each case carries what was found.
public enum ModelFileError: Error, Equatable, Sendable {
  /// The operating system refused.
  case file(FileError)
  /// The file is no whole safetensors file.
  case safetensors(path: String, SafetensorsError)
  /// A safetensors file of another program.
  case notAModel(path: String)
  /// A checkpoint where a model is wanted, or the other way round.
  case wrongKind(path: String, found: String, expected: String)
  /// A part of the metadata that is missing or cannot be understood.
  case metadata(path: String, key: String)
  /// The SPEC or its numbers do not fit.
  case network(path: String, NetworkError)
  /// A parameter of the network that is not in the file.
  case missingTensor(path: String, name: String)
  /// A tensor that belongs to no parameter.
  case unknownTensor(path: String, name: String)
  /// Numbers that are not finite.
  case notFinite(path: String, name: String)
  /// No file of that name, and no model inside the program.
  case unknownModel(String, known: [String])
}

extension ModelFileError: CustomStringConvertible {
  /// One line: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .safetensors(let path, let error):
      "\(path): \(error)"
    case .notAModel(let path):
      "\(path): a safetensors file, but not of cnnlab: its metadata have no 'spec'"
    case .wrongKind(let path, let found, let expected):
      "\(path) is a \(found), expected a \(expected)"
    case .metadata(let path, let key):
      "\(path): its metadata have no valid '\(key)'"
    case .network(let path, let error):
      "\(path): \(error)"
    case .missingTensor(let path, let name):
      "\(path): the network's parameter '\(name)' is not in it"
    case .unknownTensor(let path, let name):
      "\(path): the tensor '\(name)' belongs to no parameter of the network"
    case .notFinite(let path, let name):
      "\(path): '\(name)' holds values that are not finite"
    case .unknownModel(let name, let known):
      "no model file '\(name)'; inside the program: \(known.joined(separator: ", "))"
    }
  }
}
