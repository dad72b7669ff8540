import ConvolutionCore
import SystemServices
import TextFormats
import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Times one convolution in process for Benchmarks/filter/in_process.py; it is not part of the product.
//
// bench-core TYPE WIDTH HEIGHT PICTURE KERNEL-WIDTH KERNEL-HEIGHT KERNEL DIVISOR THREADS REPEATS RESULT
//
// TYPE is float32 or uint8; PICTURE and RESULT hold values of it, KERNEL float32 numerators, all row by row. Prints the
// milliseconds of every repetition. The first convolution goes to RESULT and is not timed.

func fail(_ message: String) -> Never {
  printError("Error: \(message)")
  exit(1)
}

func numbers<Value>(_ path: String, as type: Value.Type) throws(FileError) -> [Value] {
  let bytes = try readFile(path)
  return bytes.withUnsafeBytes { raw in
    (0..<raw.count / MemoryLayout<Value>.stride).map {
      raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Value>.stride, as: type)
    }
  }
}

func time(_ repeats: Int, _ body: () -> Void) {
  for _ in 0..<repeats {
    let start = monotonicSeconds()
    body()
    printOut(decimal((monotonicSeconds() - start) * 1000, 3))
  }
}

func writeResult<Value>(_ path: String, _ values: [Value]) throws(FileError) {
  try writeFile(path, values.withUnsafeBytes { Array($0) })
}

func run(_ arguments: [String]) throws {
  guard arguments.count == 11, let width = Int(arguments[1]), let height = Int(arguments[2]),
    let kernelWidth = Int(arguments[4]), let kernelHeight = Int(arguments[5]), let divisor = Float(arguments[7]),
    let threads = Int(arguments[8]), let repeats = Int(arguments[9])
  else { fail("see the head of Benchmarks/programs/Sources/bench-core/main.swift for the arguments") }
  let kernel = try Kernel(
    width: kernelWidth, height: kernelHeight, numerators: try numbers(arguments[6], as: Float.self), divisor: divisor)
  let size = Size(width: width, height: height)
  let convolution = Convolution(border: .mirror)
  let parallel: ParallelFor = { count, body in parallelFor(count, threads: threads, body) }
  switch arguments[0] {
  case "float32":
    let plane = Plane(width: width, height: height, values: try numbers(arguments[3], as: Float.self))
    let plan = try ConvolutionPlan(convolution, kernel: kernel, source: size)
    var result = [Float](repeating: 0, count: plan.output.width * plan.output.height)
    result.withUnsafeMutableBufferPointer { plan.apply(to: plane, into: $0, parallel: parallel) }
    try writeResult(arguments[10], result)
    result.withUnsafeMutableBufferPointer { buffer in
      time(repeats) { plan.apply(to: plane, into: buffer, parallel: parallel) }
    }
  case "uint8":
    let picture = try readFile(arguments[3])
    let plan = try ByteConvolution(convolution, kernel: kernel, source: size)
    var result = [UInt8](repeating: 0, count: plan.output.width * plan.output.height)
    try picture.withUnsafeBufferPointer { picture in
      result.withUnsafeMutableBufferPointer { plan.apply(to: picture, into: $0, parallel: parallel) }
      try writeResult(arguments[10], result)
      result.withUnsafeMutableBufferPointer { buffer in
        time(repeats) { plan.apply(to: picture, into: buffer, parallel: parallel) }
      }
    }
  default:
    fail("the type is \(arguments[0]): expected float32 or uint8")
  }
}

do {
  try run(Array(CommandLine.arguments.dropFirst()))
} catch {
  fail("\(error)")
}
