import CommandLineKit

/// What a model can be written as for other programs.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A graph of operators with its weights.
  case onnx
  /// Weights under PyTorch's names.
  case safetensors
  /// Weights as NumPy saves them.
  case npz
  /// Source for PyTorch, with its weights beside it.
  case pytorch
  /// Source for Keras, with its weights beside it.
  case keras

  /// The ending of its main file.
  var fileExtension: String {
    switch self {
    case .onnx: "onnx"
    case .safetensors: "safetensors"
    case .npz: "npz"
    case .pytorch, .keras: "py"
    }
  }

  /// The usual name for a model called `stem`.
  func usualPath(_ stem: String) -> String {
    switch self {
    case .onnx, .safetensors, .npz: "\(stem).\(fileExtension)"
    case .pytorch, .keras: "\(stem)_\(rawValue).py"
    }
  }
}
