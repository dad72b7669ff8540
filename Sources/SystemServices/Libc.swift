#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's words for an error number.
public func systemMessage(_ code: Int32) -> String {
  String(cString: strerror(code))
}

/// An environment variable; nil when unset or empty.
public func environmentVariable(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return systemText(value)
}

// The C functions under names that do not meet a method of the same name.
func openDescriptor(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  withSystemPath(path) { open($0, flags, mode) }
}

func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
