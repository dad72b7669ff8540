import CEmbeddedFiles
import NetworkDescription
import SystemServices
import TextFormats

extension Model {
  /// All that a file says of the model beside its numbers, as text by key.
  public var metadata: [String: String] {
    var metadata = ModelMetadata.texts(network, classes: classes, kind: "model")
    metadata["preparation"] = preparation.rawValue
    if let usual { metadata["usual"] = usual.json.compactText }
    if let record { metadata["training"] = record.json.compactText }
    return metadata
  }

  /// The model's numbers, an array for each parameter.
  public var tensors: [Tensor] { ModelMetadata.tensors(network.architecture, network.values) }

  /// The bytes of a model file: the same model gives the same bytes.
  public var encoded: [UInt8] { Safetensors(metadata: metadata, tensors: tensors).encoded }

  /// Writes a model file, whole or not at all.
  public func write(to path: String) throws(ModelFileError) {
    do { try writeFile(path, encoded, durable: true) } catch { throw .file(error) }
  }

  /// Reads a model file, or the model inside the program that `name` names; a file goes before.
  public init(named name: String) throws(ModelFileError) {
    if fileKind(name) == nil && name != "-" {
      guard let bytes = builtInModel(name) else { throw .unknownModel(name, known: builtInModelNames) }
      try self.init(decoding: bytes, path: name)
      return
    }
    try self.init(path: name)
  }

  /// Reads a model file; `-` is standard input.
  public init(path: String) throws(ModelFileError) {
    let bytes: [UInt8]
    do { bytes = try readFile(path, isWanted: Safetensors.begins) } catch { throw .file(error) }
    try self.init(decoding: bytes, path: path)
  }

  /// Reads the bytes of a model file; `path` is named in errors.
  public init(decoding bytes: [UInt8], path: String) throws(ModelFileError) {
    let file: Safetensors
    do { file = try Safetensors(decoding: bytes) } catch { throw .safetensors(path: path, error) }
    try self.init(file, path: path)
  }

  /// The network that a file's ``metadata`` describe; `path` is named in errors.
  public static func architecture(_ metadata: [String: String], path: String) throws(ModelFileError) -> Architecture {
    try ModelMetadata(metadata, kind: "model", path: path).architecture
  }

  /// A model from its ``metadata`` and ``tensors``, whatever file they came from; `path` is named in errors.
  public init(_ file: Safetensors, path: String) throws(ModelFileError) {
    let metadata = try ModelMetadata(file.metadata, kind: "model", path: path)
    let known = Set(metadata.architecture.parameters.map(\.name))
    if let stranger = file.tensors.first(where: { !known.contains($0.name) }) {
      throw .unknownTensor(path: path, name: stranger.name)
    }
    let network = try metadata.network(try metadata.values(file, path: path), path: path)
    var record: TrainingRecord?
    if let text = file.metadata["training"] {
      guard let json = try? JSONValue(parsing: Array(text.utf8)), let found = TrainingRecord(json) else {
        throw .metadata(path: path, key: "training")
      }
      record = found
    }
    var preparation: PicturePreparation?
    if let text = file.metadata["preparation"] {
      guard let found = PicturePreparation(rawValue: text) else { throw .metadata(path: path, key: "preparation") }
      preparation = found
    }
    var usual: UsualPictures?
    if let text = file.metadata["usual"] {
      guard let json = try? JSONValue(parsing: Array(text.utf8)), let found = UsualPictures(json) else {
        throw .metadata(path: path, key: "usual")
      }
      usual = found
    }
    do {
      try self.init(network, classes: metadata.classes, record: record, preparation: preparation, usual: usual)
    } catch { throw .network(path: path, error) }
  }
}

/// The names of the models inside the program.
public var builtInModelNames: [String] { embeddedFiles.map { String(cString: $0.name) } }

/// The file of a model inside the program; nil when there is none of that name.
public func builtInModel(_ name: String) -> [UInt8]? {
  embeddedFiles.first { String(cString: $0.name) == name }
    .map { Array(UnsafeBufferPointer(start: $0.bytes, count: $0.count)) }
}

private var embeddedFiles: UnsafeBufferPointer<EmbeddedBytes> {
  var count = 0
  let files = embeddedModels(&count)
  return UnsafeBufferPointer(start: files, count: count)
}
