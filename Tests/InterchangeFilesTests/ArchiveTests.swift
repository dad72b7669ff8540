import InterchangeFiles
import ModelFiles
import Testing

@Suite struct ArchiveTests {
  private let tensors = [
    Tensor(name: "conv1.weight", shape: [2, 1, 1, 2], values: [1, -2, 3, -4]),
    Tensor(name: "größe", type: .signed64, shape: [1], bytes: [5, 0, 0, 0, 0, 0, 0, 0]),
  ]

  @Test func arraysComeBack() throws {
    let bytes = try NPZFile.encode(tensors)
    #expect(try NPZFile.decode(bytes) == tensors)
    #expect(try NPZFile.encode(tensors) == bytes)
  }

  @Test func cutArchivesAreRefused() throws {
    let whole = try NPZFile.encode(tensors)
    for count in 0..<whole.count {
      #expect(throws: InterchangeError.self) { try NPZFile.decode(Array(whole.prefix(count))) }
    }
  }

  @Test func aWrongByteIsNoticed() throws {
    var bytes = try NPZFile.encode([Tensor(name: "a", shape: [4], values: [1, 2, 3, 4])])
    // The last of the array's data stands before the directory, whose entry is 46 bytes and the name, and the end's 22.
    bytes[bytes.count - 22 - 46 - "a.npy".utf8.count - 1] ^= 1
    #expect(throws: InterchangeError.malformed(format: "npz", found: "'a.npy' does not have its check sum")) {
      try NPZFile.decode(bytes)
    }
  }

  @Test func graphsComeBack() throws {
    let model = ONNXModel(
      name: "g", producer: "test", metadata: ["b": "2", "a": "1"],
      nodes: [
        ONNXNode(
          "Conv", name: "c", inputs: ["x", "w"], output: "y",
          attributes: [
            "pads": .integers([1, 0, 1, 0]), "group": .integer(1), "alpha": .number(0.5), "mode": .text("constant"),
            "list": .numbers([1, 2]),
          ])
      ], constants: [tensors[0]],
      inputs: [ONNXValue("x", shape: [.free("batch"), .fixed(1)])], outputs: [ONNXValue("y", shape: [.fixed(1)])])
    let bytes = try model.encoded()
    #expect(try model.encoded() == bytes)
    let read = try ONNXModel(decoding: bytes) { name throws(InterchangeError) in
      throw .malformed(format: "ONNX", found: name)
    }
    #expect(read == model)
  }
}
