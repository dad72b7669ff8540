import SystemServices

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
// Built with -sanitize=fuzzer it is driven by libFuzzer instead: see GuidedFuzzing.swift.
//
// CASES holds a folder of files for each reader (see Reader.swift). A reader that traps ends the process, one that takes
// more than two seconds or fails without a line of its own is reported; the input lies in CASES/last either way.

do {
  #if LIBFUZZER
    try runGuidedFuzzing(commandLineWords())
  #else
    try runMutations(commandLineWords())
  #endif
} catch {
  printError("Error: \(error)")
  exit(1)
}
