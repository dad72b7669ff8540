import InterchangeFiles
import ModelFiles
import Testing

@Suite struct NumPyTests {
  /// The bytes of an array with a header of one's own.
  private func array(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let text = Array(header.utf8)
    let length: [UInt8] = [UInt8(text.count & 255), UInt8(text.count >> 8)] + (version > 1 ? [0, 0] : [])
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
  }

  @Test(arguments: [[], [3], [2, 3], [2, 1, 3], [0]])
  func comesBack(_ shape: [Int]) throws {
    let count = shape.reduce(1, *)
    let tensor = Tensor(name: "a", shape: shape, values: (0..<count).map { Float($0) - 0.5 })
    let bytes = NumPyArray.encode(tensor)
    #expect((bytes.count - tensor.bytes.count).isMultiple(of: 64))
    #expect(try NumPyArray.decode(bytes, name: "a") == tensor)
  }

  @Test func readsFortranOrder() throws {
    // [[1, 2, 3], [4, 5, 6]], the first index fastest.
    let bytes = array("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [1, 4, 2, 5, 3, 6])
    #expect(try NumPyArray.decode(bytes, name: "a").bytes == [1, 2, 3, 4, 5, 6])
  }

  @Test func readsTheOtherByteOrder() throws {
    let bytes = array("{'descr': '>f4', 'fortran_order': False, 'shape': (1,)}", [0x3F, 0x80, 0, 0])
    #expect(try NumPyArray.decode(bytes, name: "a").floats() == [1])
  }

  @Test(arguments: [UInt8(2), 3])
  func readsLaterVersions(_ version: UInt8) throws {
    let bytes = array("{'shape': (), 'fortran_order': False, 'descr': \"<f2\"}", [0, 0x3C], version: version)
    #expect(try NumPyArray.decode(bytes, name: "a").floats() == [1])
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "{'descr': '<f4', 'fortran_order': False}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "{", "",
    "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "{'a': 1}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 8)}",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x",
  ])
  func refusesBadHeaders(_ header: String) {
    #expect(throws: InterchangeError.self) { try NumPyArray.decode(array(header, [0, 0, 0, 0]), name: "a") }
  }

  @Test func saysWhichTypeItDoesNotRead() {
    let bytes = array("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", [0])
    #expect(
      throws: InterchangeError.unsupported(
        part: "the type of 'a'", found: "'|O'", expected: "numbers, as '<f4', '<f8' or '<i8'")
    ) { try NumPyArray.decode(bytes, name: "a") }
  }

  @Test func cutArraysAreRefused() {
    let whole = NumPyArray.encode(Tensor(name: "a", shape: [2], values: [1, 2]))
    for count in 0..<whole.count {
      #expect(throws: InterchangeError.self) { try NumPyArray.decode(Array(whole.prefix(count)), name: "a") }
    }
  }

  @Test func halfPrecisionIsExact() throws {
    let cases: [(UInt16, Float)] = [
      (0x0001, 0x1p-24), (0x03FF, 1023 * 0x1p-24), (0x0400, 0x1p-14), (0x3555, 0x1.554p-2), (0x7BFF, 65504),
      (0x8001, -0x1p-24), (0xC000, -2), (0x7C00, .infinity), (0xFC00, -.infinity),
    ]
    for (bits, value) in cases {
      let bytes = [UInt8(bits & 255), UInt8(bits >> 8)]
      #expect(try Tensor(name: "a", type: .float16, shape: [], bytes: bytes).floats() == [value])
    }
  }
}
