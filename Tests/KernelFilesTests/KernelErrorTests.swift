import KernelFiles
import Testing

/// The message that reading the text ends in.
private func message(_ text: String) -> String {
  do throws(KernelError) {
    _ = try KernelReader.parse(text)
    return "no error"
  } catch {
    return error.description
  }
}

struct KernelErrorTests {
  @Test(arguments: [
    ("0 -1 0 2; -1 5 -1; 0 -1 0 1", "ragged kernel: row 2 has 3 numbers, row 1 has 4"),
    ("1 2\n3", "ragged kernel: row 2 has 1 number, row 1 has 2"),
    ("", "the kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""),
    (" ; \n", "the kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""),
    ("name: empty\n\n", "the kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""),
    ("1 2; 3 nan", "kernel weights must be finite, but row 2, column 2 is \"nan\""),
    ("1 -inf; 3 4", "kernel weights must be finite, but row 1, column 2 is \"-inf\""),
    ("1e999 2", "kernel weights must be finite, but row 1, column 1 is \"1e999\""),
    ("1e39 2", "the kernel's weights are out of the range of 32-bit floating point"),
    ("1 2; x 4", "not a number: \"x\" in row 2, column 1 of the kernel"),
    ("1 2; 3 4/", "not a number: \"4/\" in row 2, column 2 of the kernel"),
    ("1 2; 3 1/2/3", "not a number: \"1/2/3\" in row 2, column 2 of the kernel"),
    ("1 2; 3 1e", "not a number: \"1e\" in row 2, column 2 of the kernel"),
    ("1 - 2", "not a number: \"-\" in row 1, column 2 of the kernel"),
    ("1 1/0", "division by zero: \"1/0\" in row 1, column 2 of the kernel"),
    ("1,,2", "nothing stands between the commas in row 1, column 2 of the kernel"),
    ("1,2,\n3,4,", "nothing stands between the commas in row 1, column 3 of the kernel"),
    ("divider: 2\n\n1 2", "unknown header \"divider\" in a kernel file; did you mean \"divisor\"?"),
    (
      "colour: red\n\n1 2",
      "unknown header \"colour\" in a kernel file; known are name, aliases, group, description, source, divisor, sum, gain, symmetry"
    ),
    ("name: a\nname: b\n\n1", "the header \"name\" stands twice in the kernel file"),
    ("name: a\n1 2\n", "expected a header line \"key: value\" or a blank line before the matrix, found \"1 2\""),
    ("name: ../a\n\n1", "a kernel's name has letters, digits, \"-\", \"_\" and \".\" only, found \"../a\""),
    ("divisor: 0\n\n1", "the divisor must be a number other than zero, found \"0\""),
    ("3 3 9 0\n1 1 1\n1 1 1", "the first line announces 3 rows of a libvips matrix, but 2 follow"),
    ("3 1 0 0\n1 1 1", "the scale of a libvips matrix must be a number other than zero, found \"0\""),
    (
      "3 1 1 128\n1 1 1",
      "the libvips matrix has the offset 128, which is no part of a kernel; write 0 and give 128 as the bias of the convolution"
    ),
    ("3x3: 1,2,3", "3x3 needs 9 numbers, found 3"),
    ("3x1: 1,nan,3", "number 2 is \"nan\" (not part of the kernel); a convolution needs a number, as 0"),
    ("3x1: 1,-,3", "number 2 is \"-\" (not part of the kernel); a convolution needs a number, as 0"),
    ("3x1+3+0: 1,2,3", "the origin +3+0 lies outside the 3x1 kernel"),
    ("3x1@: 1,2,3", "\"@\" asks for several turned kernels; expected one, as \"3x3: 0,-1,0 -1,5,-1 0,-1,0\""),
    ("1: 1; 1: 2", "\";\" begins a second kernel; expected one, as \"3x3: 0,-1,0 -1,5,-1 0,-1,0\""),
    ("2000x1: 1", "the kernel has 1 row of 2000 numbers; at most 1023 each are supported"),
  ])
  func everyMessage(_ text: String, _ expected: String) {
    #expect(message(text) == expected)
  }

  @Test func tooManyRows() {
    let rows = String(repeating: "1\n", count: 1024)
    #expect(message(rows) == "the kernel has 1024 rows of 1 number; at most 1023 each are supported")
  }

  @Test func hugeNumbersDoNotTrap() {
    for text in ["9223372036854775807 -9223372036854775808", "1e18 1e-18", "99999999999999999999999/7 1", "1e-300 1"] {
      #expect(message(text) == "no error", "\(text)")
    }
    #expect(message("99999999999999999999x3: 1").hasPrefix("not a number"))
  }

  @Test func filesNameThemselves() {
    #expect(throws: KernelError.self) { try KernelReader.read(path: "/nonexistent.kernel") }
    do throws(KernelError) {
      _ = try KernelReader.read(path: "/nonexistent.kernel")
    } catch {
      #expect(error.description == "cannot read /nonexistent.kernel: No such file or directory")
    }
  }
}
