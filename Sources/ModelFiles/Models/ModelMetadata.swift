import NetworkDescription
import SystemServices
import TextFormats

/// The part of a file's metadata that models and checkpoints share: what the network is.
struct ModelMetadata {
  /// What the file is: `model` or `checkpoint`.
  static let kindKey = "cnnlab"

  let architecture: Architecture
  let normalization: Normalization
  let classes: [String]

  static func texts(_ network: Network, classes: [String], kind: String) -> [String: String] {
    let input = network.architecture.input
    let normalization = network.normalization
    return [
      kindKey: kind,
      "spec": network.specification.text,
      "input": JSONValue.array([.number(input.channels), .number(input.height), .number(input.width)]).compactText,
      "classes": JSONValue.array(classes.map { .string($0) }).compactText,
      "normalization": JSONValue.object([
        ("mean", .array(normalization.mean.map { .number($0) })),
        ("deviation", .array(normalization.deviation.map { .number($0) })),
      ]).compactText,
    ]
  }

  init(_ texts: [String: String], kind: String, path: String) throws(ModelFileError) {
    guard let text = texts["spec"] else { throw .notAModel(path: path) }
    let found = texts[ModelMetadata.kindKey] ?? "model"
    guard found == kind else { throw .wrongKind(path: path, found: found, expected: kind) }
    func json(_ key: String) throws(ModelFileError) -> JSONValue {
      do { return try JSONValue(parsing: Array((texts[key] ?? "").utf8)) } catch {
        throw .metadata(path: path, key: key)
      }
    }
    guard let input = try json("input").numbers, input.count == 3, input.allSatisfy({ $0 >= 1 && $0 <= 65536 }) else {
      throw .metadata(path: path, key: "input")
    }
    guard let classes = try json("classes").texts else { throw .metadata(path: path, key: "classes") }
    let normalization = try json("normalization")
    guard let mean = normalization["mean"]?.numbers, let deviation = normalization["deviation"]?.numbers,
      mean.count == deviation.count, !mean.isEmpty, deviation.allSatisfy({ $0 > 0 })
    else { throw .metadata(path: path, key: "normalization") }
    let shape = Shape(channels: Int(input[0]), height: Int(input[1]), width: Int(input[2]))
    do throws(NetworkError) {
      architecture = try Architecture(NetworkSpecification(parsing: text), input: shape)
    } catch {
      throw .network(path: path, error)
    }
    self.classes = classes
    self.normalization = Normalization(mean: mean.map { Float($0) }, deviation: deviation.map { Float($0) })
  }

  /// The network's parameters from tensors whose names begin with `prefix`; every one must be there and fit.
  func values(_ file: Safetensors, prefix: String = "", path: String) throws(ModelFileError) -> [[Float]] {
    var values: [[Float]] = []
    for parameter in architecture.parameters {
      let name = prefix + parameter.name
      guard let tensor = file[name] else { throw .missingTensor(path: path, name: name) }
      guard tensor.shape == parameter.shape else {
        throw .network(path: path, .parameterShape(name, expected: parameter.shape, found: tensor.shape))
      }
      let numbers: [Float]
      do { numbers = try tensor.floats() } catch { throw .safetensors(path: path, error) }
      guard numbers.allSatisfy(\.isFinite) else { throw .notFinite(path: path, name: name) }
      values.append(numbers)
    }
    return values
  }

  /// The network with numbers that ``values(_:prefix:path:)`` gave.
  func network(_ values: [[Float]], path: String) throws(ModelFileError) -> Network {
    do { return try Network(architecture, values: values, normalization: normalization) } catch {
      throw .network(path: path, error)
    }
  }

  /// Parameters as tensors.
  static func tensors(_ architecture: Architecture, _ values: [[Float]], prefix: String = "") -> [Tensor] {
    zip(architecture.parameters, values).map { parameter, numbers in
      Tensor(name: prefix + parameter.name, shape: parameter.shape, values: numbers)
    }
  }
}
