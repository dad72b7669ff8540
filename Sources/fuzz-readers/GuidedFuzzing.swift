#if LIBFUZZER
  import CFuzzDriver
  import SystemServices

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// libFuzzer keeps changes that reach code which none reached before.
  ///
  /// READER CASES [libFuzzer's options]: what it finds goes to CASES/found/READER, the inputs of faults stay there too.
  func runGuidedFuzzing(_ words: [String]) throws -> Never {
    guard words.count >= 2, let reader = Reader(rawValue: words[0]) else {
      printError("Error: fuzz-readers READER CASES [libFuzzer's options]")
      exit(64)
    }
    chosenReader = reader
    scratchFolder = "\(words[1])/scratch"
    try makeFolder(scratchFolder)
    let found = "\(words[1])/found/\(reader.rawValue)"
    try makeFolder(found)
    let arguments = ["fuzz-readers", found, "\(words[1])/\(reader.rawValue)", "-artifact_prefix=\(found)/fault-"]
    var pointers = (arguments + words.dropFirst(2)).map { strdup($0) } + [nil]
    var count = Int32(pointers.count - 1)
    let code = pointers.withUnsafeMutableBufferPointer { buffer -> Int32 in
      var start = buffer.baseAddress
      return LLVMFuzzerRunDriver(&count, &start, readOneInput)
    }
    exit(code)
  }

  private nonisolated(unsafe) var chosenReader = Reader.picture
  private nonisolated(unsafe) var scratchFolder = ""

  private func readOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    if let fault = chosenReader.read(bytes, scratch: scratchFolder) {
      printError("Error: \(chosenReader.rawValue): \(fault)")
      abort()
    }
    return 0
  }
#endif
