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

// Feeds the readers of files from outside with files as they are, then with changed ones, in one process; it is not part
// of the product. `make fuzz-short` and `make fuzz` run it.
//
// fuzz-readers CASES SECONDS [SEED]
//
// CASES holds a folder of files for each reader (see Reader.swift). A reader that traps ends the process, one that takes
// more than two seconds or fails without a line of its own is reported; the input lies in CASES/last either way.

/// The longest that a reader may take over one input of at most 1 MiB.
let slowest = 2.0

let words = commandLineWords()
guard words.count >= 2, let seconds = Double(words[1]) else {
  printError("Error: fuzz-readers CASES SECONDS [SEED]")
  exit(64)
}
let folder = words[0]
let firstSeed = words.count > 2 ? UInt64(words[2]) ?? 1 : 1

do {
  let last = try LastInput("\(folder)/last")
  let scratch = "\(folder)/scratch"
  try makeFolder(scratch)
  var inputs: [(reader: Reader, files: [[UInt8]])] = []
  var count = 0

  func feed(_ reader: Reader, _ bytes: [UInt8], _ origin: String) {
    last.note(bytes)
    let start = monotonicSeconds()
    let fault = reader.read(bytes, scratch: scratch)
    let time = monotonicSeconds() - start
    count += 1
    if let fault { end(reader, origin, fault) }
    if time > slowest { end(reader, origin, "\(decimal(time, 1)) s") }
  }

  func end(_ reader: Reader, _ origin: String, _ fault: String) -> Never {
    printError("Error: \(reader.rawValue), \(origin): \(fault); the input is \(folder)/last")
    exit(1)
  }

  for reader in Reader.allCases {
    let names = try folderContents("\(folder)/\(reader.rawValue)")
    var files: [[UInt8]] = []
    for name in names {
      let bytes = try readFile("\(folder)/\(reader.rawValue)/\(name)")
      feed(reader, bytes, name)
      if bytes.count <= 1 << 16 { files.append(bytes) }
    }
    inputs.append((reader, files))
  }
  printOut("\(count) files read as they are")

  // The readers take turns, each for as long as the others.
  let start = monotonicSeconds()
  var spent = [Double](repeating: 0, count: inputs.count)
  var seed = firstSeed
  while monotonicSeconds() - start < seconds {
    let turn = spent.indices.min { spent[$0] < spent[$1] } ?? 0
    let (reader, files) = inputs[turn]
    let began = monotonicSeconds()
    for _ in 0..<20 {
      var mutation = Mutation(seed: seed)
      let chosen = Int(seed % UInt64(files.count))
      let other = Int(seed / 7 % UInt64(files.count))
      feed(reader, mutation.changed(files[chosen], other: files[other]), "seed \(seed)")
      seed += 1
    }
    spent[turn] += monotonicSeconds() - began
  }
  printOut("\(count) inputs in all, seeds \(firstSeed) to \(seed)")
} catch {
  printError("Error: \(error)")
  exit(1)
}
