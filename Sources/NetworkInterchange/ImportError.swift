import InterchangeFiles
import ModelFiles
import NetworkDescription

/// Why a network of another program cannot be taken over; each case carries what was found.
public enum ImportError: Error, Sendable, Equatable {
  /// The file is damaged, or of a kind that is not read.
  case file(InterchangeError)
  /// The file is damaged safetensors.
  case safetensors(SafetensorsError)
  /// The numbers or shapes do not make a network.
  case network(NetworkError)
  /// A model that cnnlab wrote, but damaged.
  case model(ModelFileError)
  /// An operator that no layer stands for.
  case unknownOperator(String, node: String, known: [String])
  /// An operator with a setting that no layer has: the node, what it has, what is taken.
  case unsupported(node: String, found: String, expected: String)
  /// A value that no earlier operator makes: the graph is cyclic, or not in order.
  case unknownValue(String, node: String)
  /// A constant that should be there.
  case missingConstant(String, node: String)
  /// The graph has no picture to begin with, or several.
  case inputs([String])
  /// Weights alone, without the network that they belong to.
  case specificationNeeded
  /// No array of the file fits this parameter.
  case noArray(parameter: String, shape: [Int], left: [String])
  /// Arrays of the file that belong to no parameter.
  case arraysLeft([String])
}

extension ImportError: CustomStringConvertible {
  /// One line without the file's name: what was found, what was expected.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .safetensors(let error): "\(error)"
    case .network(let error): "\(error)"
    case .model(let error): "\(error)"
    case .unknownOperator(let kind, let node, let known):
      "the operator \(kind)\(at(node)) has no layer here; known are \(known.joined(separator: ", "))"
    case .unsupported(let node, let found, let expected): "\(node) has \(found), expected \(expected)"
    case .unknownValue(let value, let node):
      "\(node) takes '\(value)', which no operator before it makes: the graph is cyclic or out of order"
    case .missingConstant(let value, let node): "\(node) needs '\(value)' as a constant of the file"
    case .inputs(let names):
      names.isEmpty
        ? "the graph takes no picture" : "the graph takes \(names.joined(separator: " and ")), expected one picture"
    case .specificationNeeded: "the file holds weights alone; say which network they belong to"
    case .noArray(let parameter, let shape, let left):
      "no array fits '\(parameter)' (\(sizes(shape))); left are \(shortened(left))"
    case .arraysLeft(let names): "these arrays belong to no layer of the network: \(shortened(names))"
    }
  }
}

private func at(_ node: String) -> String { node.isEmpty ? "" : " of '\(node)'" }

private func sizes(_ shape: [Int]) -> String {
  shape.isEmpty ? "one number" : shape.map { "\($0)" }.joined(separator: "×")
}

private func shortened(_ names: [String]) -> String {
  guard !names.isEmpty else { return "none" }
  return names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
}
