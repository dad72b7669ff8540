import ModelFiles
import Testing
import TextFormats

@Suite struct SafetensorsTests {
  static func file(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text + data
  }

  @Test func whatIsWrittenIsRead() throws {
    let content = Safetensors(
      metadata: ["spec": "conv 6 5x5 \"relu\" \\ \n\u{1} é 数", "a": ""],
      tensors: [
        Tensor(name: "conv1.weight", shape: [2, 1, 1, 2], values: [1, -0.0, .infinity, Float(bitPattern: 1070)]),
        Tensor(name: "nothing", shape: [0, 3], values: []),
        Tensor(name: "single", type: .unsigned64, shape: [], bytes: [1, 2, 3, 4, 5, 6, 7, 8]),
      ])
    let bytes = content.encoded
    let read = try Safetensors(decoding: bytes)
    #expect(read == content)
    #expect(read.encoded == bytes)
    #expect(try read["conv1.weight"]?.floats().map(\.bitPattern) == [0x3f80_0000, 0x8000_0000, 0x7f80_0000, 1070])
    // The data begin at a multiple of eight.
    #expect(bytes[0].isMultiple(of: 8))
  }

  @Test func readsWhatTheReferenceImplementationWrites() throws {
    // safetensors 0.5.3: save({"b": np.array([[1, 2]], np.float32), "a": np.array([3], np.int64)}, {"k": "v"})
    let header =
      #"{"__metadata__":{"k":"v"},"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[8,16]}}"#
    let bytes = Self.file(header + "   ", [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x40])
    let read = try Safetensors(decoding: bytes)
    #expect(read.metadata == ["k": "v"])
    #expect(try read["b"]?.floats() == [1, 2])
    #expect(read["a"]?.type == .signed64)
    #expect(read["c"] == nil)
    let error = #expect(throws: SafetensorsError.self) { try read["a"]?.floats() }
    #expect(error == .wrongType("a", found: .signed64, expected: .float32))
    #expect(error.map { "\($0)" } == "the tensor 'a' is of type I64, expected F32")
  }

  static func entry(_ name: String, _ begin: Int, _ end: Int, shape: String = "[1]", type: String = "F32") -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}"#
  }

  static let broken: [(bytes: [UInt8], message: String)] = [
    ([], "not a safetensors file: 0 bytes, expected at least 8 and a header"),
    (
      [0, 0, 0, 0, 0, 0, 0, 0x80],
      "not a safetensors file: its header is said to have 9223372036854775808 bytes, the limit is 100000000"
    ),
    ([9, 0, 0, 0, 0, 0, 0, 0, 0x7b], "truncated: its header is said to have 9 bytes, 1 are there"),
    (file("{"), "not a safetensors file: its header is no JSON (ends where a key is expected)"),
    (file("{} x"), "not a safetensors file: its header is no JSON (expected the end at byte 3)"),
    (file("[]"), "not a safetensors file: its header is no JSON object"),
    (file(#"{"__metadata__":{"k":1}}"#), "damaged header: the metadata 'k' is not text"),
    (file(#"{"a":{"shape":[1],"data_offsets":[0,4]}}"#), "damaged header: the tensor 'a' has no valid dtype"),
    (
      file("{\(entry("a", 0, 4, shape: "[-1]"))}", [0, 0, 0, 0]),
      "damaged header: the tensor 'a' has no valid shape"
    ),
    (
      file("{\(entry("a", 4, 0))}", [0, 0, 0, 0]), "damaged header: the tensor 'a' has no valid data_offsets"
    ),
    (
      file("{\(entry("a", 0, 1, type: "F8"))}", [0]),
      "the tensor 'a' is of type F8; "
        + "known: BOOL, U8, I8, U16, I16, F16, BF16, U32, I32, F32, U64, I64, F64"
    ),
    (
      file("{\(entry("a", 0, 8))}", [UInt8](repeating: 0, count: 8)),
      "damaged header: the tensor 'a' spans 8 bytes, its shape and type need 4"
    ),
    (
      file("{\(entry("a", 0, 4, shape: "[9007199254740992,9007199254740992]"))}", [0, 0, 0, 0]),
      "damaged header: the tensor 'a' spans 4 bytes, its shape needs more than any file can hold"
    ),
    (
      file("{\(entry("a", 0, 4))}", [0, 0, 0]),
      "truncated: the tensor 'a' spans the bytes 0 to 4, but there are 3"
    ),
    (
      file("{\(entry("a", 0, 4)),\(entry("b", 2, 6))}", [0, 0, 0, 0, 0, 0]),
      "damaged header: the tensors 'a' and 'b' overlap"
    ),
    (
      file("{\(entry("a", 0, 4)),\(entry("b", 6, 10))}", [UInt8](repeating: 0, count: 10)),
      "damaged header: the bytes 4 to 6 belong to no tensor"
    ),
    (
      file("{\(entry("a", 0, 4))}", [0, 0, 0, 0, 1]), "damaged header: the bytes 4 to 5 belong to no tensor"
    ),
    (
      file("{\(entry("a", 0, 4)),\(entry("a", 4, 8))}", [UInt8](repeating: 0, count: 8)),
      "not a safetensors file: its header is no JSON (the key 'a' twice, again at byte 54)"
    ),
  ]

  @Test(arguments: broken)
  func saysWhatIsWrong(file: (bytes: [UInt8], message: String)) {
    let error = #expect(throws: SafetensorsError.self) { try Safetensors(decoding: file.bytes) }
    #expect(error.map { "\($0)" } == file.message)
  }

  @Test func anyTruncationIsRefused() {
    let whole = Safetensors(
      metadata: ["k": "v"], tensors: [Tensor(name: "a", shape: [3], values: [1, 2, 3])]
    ).encoded
    for count in 0..<whole.count {
      #expect(throws: SafetensorsError.self) { try Safetensors(decoding: Array(whole[..<count])) }
    }
  }
}
