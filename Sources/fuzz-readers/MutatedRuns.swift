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

/// The longest that a reader may take over one input of at most 1 MiB.
private let slowest = 2.0

/// Reads every file as it is, then changed ones until the seconds are over: CASES SECONDS [SEED].
func runMutations(_ words: [String]) throws {
  guard words.count >= 2, let seconds = Double(words[1]) else {
    printError("Error: fuzz-readers CASES SECONDS [SEED]")
    exit(64)
  }
  let firstSeed = words.count > 2 ? UInt64(words[2]) ?? 1 : 1
  var feeder = try Feeder(words[0])
  var inputs: [(reader: Reader, files: [[UInt8]])] = []
  for reader in Reader.allCases {
    var files: [[UInt8]] = []
    for name in try folderContents("\(words[0])/\(reader.rawValue)") {
      let bytes = try readFile("\(words[0])/\(reader.rawValue)/\(name)")
      feeder.feed(reader, bytes, name)
      if bytes.count <= 1 << 16 { files.append(bytes) }
    }
    inputs.append((reader, files))
  }
  printOut("\(feeder.count) files read as they are")

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
      feeder.feed(reader, mutation.changed(files[chosen], other: files[other]), "seed \(seed)")
      seed += 1
    }
    spent[turn] += monotonicSeconds() - began
  }
  printOut("\(feeder.count) inputs in all, seeds \(firstSeed) to \(seed)")
}

/// Hands inputs to readers, and ends the process at the first fault.
private struct Feeder {
  private(set) var count = 0
  private let folder: String
  private let scratch: String
  private let last: LastInput

  init(_ folder: String) throws {
    self.folder = folder
    scratch = "\(folder)/scratch"
    try makeFolder(scratch)
    last = try LastInput("\(folder)/last")
  }

  mutating func feed(_ reader: Reader, _ bytes: [UInt8], _ origin: String) {
    last.note(bytes)
    let start = monotonicSeconds()
    let fault = reader.read(bytes, scratch: scratch)
    let time = monotonicSeconds() - start
    count += 1
    if let fault { end(reader, origin, fault) }
    if time > slowest { end(reader, origin, "\(decimal(time, 1)) s") }
  }

  private func end(_ reader: Reader, _ origin: String, _ fault: String) -> Never {
    printError("Error: \(reader.rawValue), \(origin): \(fault); the input is \(folder)/last")
    exit(1)
  }
}
