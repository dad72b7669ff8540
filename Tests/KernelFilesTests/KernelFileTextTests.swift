import ConvolutionCore
import KernelFiles
import Testing

@Suite struct KernelFileTextTests {
  @Test func randomWeightsReadBackBitForBit() throws {
    var generator = SeededGenerator(seed: 3)
    for round in 0..<50 {
      let weights = (0..<15).map { _ in Float(generator.normal() * 0.3) }
      let kernel = NamedKernel(
        name: "model-conv1-\(round)", description: "Filter \(round), learned.", source: "learned by\na command: x",
        kernel: try Kernel(width: 5, height: 3, numerators: weights))
      let read = try KernelReader.parse(kernel.fileText)
      #expect(read.kernel == kernel.kernel)
      #expect(read.name == kernel.name)
      #expect(read.description == kernel.description)
      #expect(read.source == "learned by a command: x")
    }
  }

  @Test func everyNamedKernelReadsBack() throws {
    for kernel in KernelLibrary.all {
      let read = try KernelReader.parse(kernel.fileText)
      for y in 0..<kernel.kernel.height {
        for x in 0..<kernel.kernel.width { #expect(read.kernel[y, x] == kernel.kernel[y, x], "\(kernel.name)") }
      }
    }
  }

  @Test func aNameThatNoFileMayBearIsLeftOut() throws {
    let kernel = NamedKernel(name: "lenet:conv1:3", kernel: try Kernel(width: 2, height: 1, numerators: [0.5, -1]))
    #expect(kernel.fileText == "0.5 -1.0\n")
  }
}
