import SystemServices
import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the training benchmark asks of the library itself; see Benchmarks/train. Not shipped.
let usage = """
  Usage: bench-train peak [THREADS]
         bench-train profile DATA NETWORK
         bench-train prepare DATA NETWORK FOLDER [INITIALIZATION]
         bench-train inference DATA NETWORK [THREADS]
  """
let arguments = Array(CommandLine.arguments.dropFirst())

do {
  switch (arguments.first, arguments.count) {
  case ("peak", 1...2): peak(threads: arguments.dropFirst().first.flatMap { Int($0) } ?? coreCount)
  case ("profile", 3): try profile(arguments[1], arguments[2])
  case ("prepare", 4...5): try prepare(arguments[1], arguments[2], folder: arguments[3], arguments.dropFirst(4).first)
  case ("inference", 3...4):
    try inference(arguments[1], arguments[2], threads: arguments.dropFirst(3).first.flatMap { Int($0) } ?? coreCount)
  default:
    printError(usage)
    exit(64)
  }
} catch {
  printError("Error: \(error)")
  exit(1)
}
