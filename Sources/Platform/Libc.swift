#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#elseif canImport(Darwin)
  @_exported import Darwin
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

/// `value` with `decimals` digits behind the point, as C's `%.*f`.
public func decimal(_ value: Double, _ decimals: Int) -> String {
  var buffer = [CChar](repeating: 0, count: 400)
  let length = withVaList([Int32(decimals), value]) { vsnprintf(&buffer, buffer.count, "%.*f", $0) }
  return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

// The C functions under names that do not meet a method of the same name.
func openDescriptor(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  withSystemPath(path) { open($0, flags, mode) }
}

func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
