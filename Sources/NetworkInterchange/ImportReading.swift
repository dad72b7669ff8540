import InterchangeFiles
import ModelFiles
import NetworkDescription

extension Imported {
  /// The key under which an npz file that was written here holds all that is no weight.
  static let metadataArray = "cnnlab"

  /// Reads an ONNX graph; one that was written here comes back with every bit of its model.
  ///
  /// - Parameter external: gives the bytes of a file of weights beside the graph.
  public init(
    onnx bytes: [UInt8], external: @escaping (String) throws(InterchangeError) -> [UInt8]
  ) throws(ImportError) {
    let graph: ONNXModel
    do { graph = try ONNXModel(decoding: bytes, external: external) } catch { throw .file(error) }
    if graph.metadata["spec"] != nil {
      try self.init(own: graph.metadata, graph.constants)
      return
    }
    var reader = try GraphReader(graph)
    self = try reader.read()
  }

  /// Reads the arrays of an npz file; without a `specification` they must be written here.
  public init(npz bytes: [UInt8], architecture: Architecture?) throws(ImportError) {
    var arrays: [Tensor]
    do { arrays = try NPZFile.decode(bytes) } catch { throw .file(error) }
    if let place = arrays.firstIndex(where: { $0.name == Imported.metadataArray && $0.type == .unsigned8 }) {
      let text = arrays.remove(at: place).bytes
      if architecture == nil {
        let metadata: [String: String]
        do { metadata = try Safetensors.metadata(parsing: text) } catch { throw .safetensors(error) }
        try self.init(own: metadata, arrays)
        return
      }
    }
    try self.init(arrays, architecture: architecture, .torch)
  }

  /// Reads a state dict in a safetensors file; without an architecture it must be a model of cnnlab.
  public init(safetensors bytes: [UInt8], architecture: Architecture?) throws(ImportError) {
    let file: Safetensors
    do { file = try Safetensors(decoding: bytes) } catch { throw .safetensors(error) }
    if architecture == nil && file.metadata["spec"] != nil {
      try self.init(own: file.metadata, file.tensors)
      return
    }
    try self.init(file.tensors, architecture: architecture, .torch)
  }

  /// Reads Keras's weights, at a path as libhdf5 wants it.
  public init(keras path: String, architecture: Architecture?) throws(ImportError) {
    let arrays: [Tensor]
    do { arrays = try HDF5Weights.read(path) } catch { throw .file(error) }
    // Beside the layers an optimiser may have its own arrays.
    let layers = arrays.filter { !$0.name.hasPrefix("optimizer") }
    try self.init(layers, architecture: architecture, .keras)
    if layers.count < arrays.count { notes.append("\(arrays.count - layers.count) arrays of the optimiser left out") }
  }

  private init(own metadata: [String: String], _ tensors: [Tensor]) throws(ImportError) {
    do throws(ModelFileError) {
      // A graph's constants hold more than weights, and vectors may lie there as N × C × 1 × 1.
      let architecture = try Model.architecture(metadata, path: "it")
      let named = Dictionary(tensors.map { ($0.name, $0) }) { first, _ in first }
      var own: [Tensor] = []
      for parameter in architecture.parameters {
        guard let tensor = named[parameter.name], tensor.type == .float32 else { continue }
        let count = tensor.shape.reduce(1, *)
        own.append(
          count == parameter.count
            ? Tensor(name: tensor.name, type: .float32, shape: parameter.shape, bytes: tensor.bytes) : tensor)
      }
      model = try Model(Safetensors(metadata: metadata, tensors: own), path: "it")
      notes = []
    } catch {
      throw .model(error)
    }
  }

  private init(
    _ arrays: [Tensor], architecture: Architecture?, _ convention: WeightMatching.Convention
  ) throws(ImportError) {
    guard let architecture else { throw .specificationNeeded }
    var matching = WeightMatching(architecture, arrays: arrays, convention: convention)
    let values = try matching.values()
    do throws(NetworkError) {
      let network = try Network(architecture, values: values, normalization: .unit)
      model = try Model(network, classes: (0..<architecture.output.count).map { "\($0)" })
      notes = matching.notes
    } catch {
      throw .network(error)
    }
  }
}

extension NPZFile {
  /// A model's weights under PyTorch's names, and all else as JSON in the bytes of the array `cnnlab`.
  public static func encode(_ model: Model) throws(InterchangeError) -> [UInt8] {
    let text = Safetensors.json(model.metadata)
    let about = Tensor(name: Imported.metadataArray, type: .unsigned8, shape: [text.count], bytes: text)
    return try encode(model.tensors + [about])
  }
}
