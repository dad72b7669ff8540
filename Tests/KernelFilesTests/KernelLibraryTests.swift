import ConvolutionCore
import KernelFiles
import Testing

private func failure(_ name: String) -> String {
  do throws(KernelError) {
    _ = try KernelLibrary.resolve(name)
    return "no error"
  } catch {
    return error.description
  }
}

struct KernelLibraryTests {
  @Test func everyFileIsReadAndBearsItsOwnName() throws {
    let all = KernelLibrary.all
    #expect(all.count >= 75)
    #expect(all.map(\.name) == KernelLibrary.names)
    for name in KernelLibrary.names {
      let kernel = try KernelLibrary.kernel(named: name)
      #expect(kernel.name == name)
      for alias in kernel.aliases { #expect(try KernelLibrary.kernel(named: alias) == kernel) }
      #expect(!kernel.group.isEmpty && kernel.description.hasSuffix(".") && kernel.source.hasSuffix("."), "\(name)")
    }
  }

  @Test func everyNameIsUsedOnce() {
    let names = KernelLibrary.all.flatMap { [$0.name] + $0.aliases } + KernelLibrary.families.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func noMatrixIsThereTwice() {
    var seen: [[Float]: String] = [:]
    for kernel in KernelLibrary.all {
      let key = [Float(kernel.kernel.width), kernel.kernel.divisor] + kernel.kernel.numerators
      #expect(seen[key] == nil, "\(kernel.name) is \(seen[key] ?? "")")
      seen[key] = kernel.name
    }
  }

  @Test(arguments: [
    ("edge", "edge-3"), ("blur", "box-blur"), ("outline", "edge-3"), ("right-sobel", "sobel-x"),
    ("bottom-sobel", "sobel-y"), ("roberts", "roberts-1"), ("laplacian-4", "edge-2"), ("laws-l5e5", "sobel-5-x"),
  ])
  func aliases(_ alias: String, _ name: String) throws {
    #expect(try KernelLibrary.kernel(named: alias).name == name)
  }

  @Test(arguments: [
    ("egde", "unknown kernel \"egde\"; did you mean \"edge\"?"),
    ("sobelx", "unknown kernel \"sobelx\"; did you mean \"sobel-x\"?"),
    ("Sharpen", "unknown kernel \"Sharpen\"; did you mean \"sharpen\"?"),
    ("gausian", "unknown kernel \"gausian\"; did you mean \"gaussian\"?"),
    ("gausian:2", "unknown kernel \"gausian:2\"; did you mean \"gaussian:2\"?"),
    ("photograph", "unknown kernel \"photograph\"; \"cnnlab kernels\" lists all"),
    ("gaussian", "expected gaussian:SIGMA[:SIZE], found 0 parameters"),
    ("gaussian:1:3:4", "expected gaussian:SIGMA[:SIZE], found 3 parameters"),
    ("gaussian:0", "SIGMA in gaussian:SIGMA[:SIZE] must be a number from 0.1 to 170, found \"0\""),
    ("gaussian:nan", "SIGMA in gaussian:SIGMA[:SIZE] must be a number from 0.1 to 170, found \"nan\""),
    ("box:2.5", "N in box:N must be a whole number from 1 to 1023, found \"2.5\""),
    ("box:", "N in box:N must be a whole number from 1 to 1023, found \"\""),
    ("motion:9", "expected motion:N:ANGLE, found 1 parameter"),
    ("missing.kernel", "cannot read missing.kernel: No such file or directory"),
    ("./edge", "cannot read ./edge: No such file or directory"),
    ("/", "cannot read /: Is a directory"),
    ("1 2; 3", "ragged kernel: row 2 has 1 number, row 1 has 2"),
    ("nan 1", "kernel weights must be finite, but row 1, column 1 is \"nan\""),
    (";", "the kernel is empty; expected rows of numbers, as \"0 -1 0; -1 5 -1; 0 -1 0\""),
  ])
  func failures(_ name: String, _ message: String) {
    #expect(failure(name) == message)
  }

  @Test(arguments: [
    ("edge", ["edge"]),
    ("edge,blur,gabor:45:6", ["edge", "blur", "gabor:45:6"]),
    ("0,-1,0;-1,5,-1;0,-1,0", ["0,-1,0;-1,5,-1;0,-1,0"]),
    ("sobel-x,0,-1,0;-1,5,-1;0,-1,0,blur", ["sobel-x", "0,-1,0;-1,5,-1;0,-1,0", "blur"]),
    ("0 -1 0; -1 5 -1; 0 -1 0,edge", ["0 -1 0; -1 5 -1; 0 -1 0", "edge"]),
    ("3x3: 0,-1,0 -1,5,-1 0,-1,0", ["3x3: 0,-1,0 -1,5,-1 0,-1,0"]),
    ("1.kernel,2.kernel", ["1.kernel", "2.kernel"]),
    ("1,nan,2", ["1,nan,2"]),
    ("edge,", ["edge", ""]),
  ])
  func lists(_ list: String, _ expected: [String]) {
    #expect(KernelLibrary.specifications(in: list) == expected)
  }
}
