import ConvolutionCore
import PictureFiles
import SystemServices
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The streaming path against the whole picture: the same pixels, whatever the threads and the kind of file.
@Suite struct StreamingTests {
  /// Ordinary rows, runs and noise in one picture.
  private static func samples(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: 7)
    return (0..<count).map { index in
      index / 97 % 3 == 0 ? 40 : UInt8(truncatingIfNeeded: index / 3 &+ Int(generator.next() % 9))
    }
  }

  private static let kernels: [Kernel] = {
    let matrices: [(Int, Int, [Float])] = [
      (1, 1, [1]), (3, 3, [-1, -1, -1, -1, 8, -1, -1, -1, -1]), (2, 5, (0..<10).map { Float($0) * 0.1 }),
      (5, 1, [1, -2, 3, -2, 1]),
    ]
    return matrices.compactMap { try? Kernel(width: $0.0, height: $0.1, numerators: $0.2) }
  }()

  @Test(arguments: [(1, 1), (7, 3), (640, 501)], Border.allCases)
  func mapsAreThoseOfTheWholePicture(_ size: (Int, Int), _ border: Border) throws {
    let folder = "/tmp/cnnlab-streaming-\(getpid())-\(size.0)-\(border)"
    try makeFolder(folder)
    defer { try? folderContents(folder).forEach { unlink("\(folder)/\($0)") } }
    defer { rmdir(folder) }
    let picture = Self.samples(size.0 * size.1)
    try PNGWriter.write(picture, width: size.0, height: size.1, format: .gray8, to: "\(folder)/in.png")
    for stride in 1...2 {
      let convolution = Convolution(stride: stride, border: border)
      let requests = Self.kernels.enumerated().map {
        StreamingFilter.Request(kernel: $1, convolution: convolution, path: "\(folder)/\($0).png")
      }
      var files: [[UInt8]] = []
      for threads in [1, 2, 5] {
        let reader = try #require(try GrayRowReader(FileBytes(path: "\(folder)/in.png")))
        let sizes = try StreamingFilter(threads: threads).run(reader, requests)
        var written: [UInt8] = []
        for (index, request) in requests.enumerated() {
          let whole = try ByteConvolution(
            convolution, kernel: Self.kernels[index], source: Size(width: size.0, height: size.1))
          let expected = picture.withUnsafeBufferPointer { whole.apply(to: $0) }
          #expect(sizes[index] == whole.output)
          #expect(try PictureReader.read(request.path).channels[0].values == expected.map(Float.init))
          written += try readFile(request.path)
        }
        files.append(written)
      }
      #expect(files.allSatisfy { $0 == files[0] }, "the bytes depend on the number of threads")
    }
  }

  @Test func aBrokenPictureLeavesNoFile() throws {
    let folder = "/tmp/cnnlab-streaming-\(getpid())-broken"
    try makeFolder(folder)
    defer { rmdir(folder) }
    let samples = Self.samples(600 * 700)
    let path = "\(folder)/in.png"
    try PNGWriter.write(samples, width: 600, height: 700, format: .gray8, to: path)
    let bytes = try readFile(path)
    unlink(path)
    for length in [bytes.count / 4, bytes.count / 2, bytes.count - 1] {
      let reader = try #require(try GrayRowReader(FileBytes(Array(bytes.prefix(length)))))
      let request = StreamingFilter.Request(kernel: Self.kernels[1], path: "\(folder)/out.png")
      do throws(StreamingFilter.Failure) {
        _ = try StreamingFilter().run(reader, [request])
        Issue.record("cut at \(length) unnoticed")
      } catch {
        guard case .image(.truncated(.png, rows: _, height: 700)) = error else {
          Issue.record("unexpected \(error)")
          continue
        }
      }
      #expect(try folderContents(folder).isEmpty)
    }
  }

  @Test func aKernelThatDoesNotFitIsRefused() throws {
    let reader = try #require(try GrayRowReader(FileBytes(HandMadePNG.ramp)))
    let kernel = try Kernel(width: 9, height: 1, numerators: [Float](repeating: 1, count: 9))
    let request = StreamingFilter.Request(
      kernel: kernel, convolution: Convolution(padding: .valid), path: "/nowhere/out.png")
    do throws(StreamingFilter.Failure) {
      _ = try StreamingFilter().run(reader, [request])
      Issue.record("no error")
    } catch {
      guard case .convolution(.kernelLargerThanPlane) = error else {
        Issue.record("unexpected \(error)")
        return
      }
    }
  }
}
