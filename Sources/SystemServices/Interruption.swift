import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

private let asked = Atomic<Bool>(false)

/// Ctrl-C as a question that a long run asks between its steps, so that it can end cleanly and save.
public enum Interruption {
  /// From now on the first Ctrl-C (or SIGTERM) only sets ``isAsked``; the second ends the process as usual.
  public static func watch() {
    asked.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        asked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  /// True when the user asked to stop.
  public static var isAsked: Bool { asked.load(ordering: .relaxed) }
}
