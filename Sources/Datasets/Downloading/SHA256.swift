import CNettle

/// The Secure Hash Algorithm of 256 bits (FIPS PUB 180-4), fed piece by piece.
public struct SHA256: Sendable {
  private var context = sha256_ctx()

  /// True when Nettle is on this machine; without it nothing can be hashed.
  public static let hasLibrary = CNettleLoad() != 0

  /// The hash of no bytes yet.
  public init() {
    precondition(SHA256.hasLibrary, "Nettle is needed for a check sum")
    nettle_sha256_init(&context)
  }

  /// Adds bytes behind those before.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    nettle_sha256_update(&context, bytes.count, bytes.bindMemory(to: UInt8.self).baseAddress)
  }

  /// The hash of all bytes added, as 64 hexadecimal digits.
  public var hexadecimal: String {
    // Reading the hash begins a new one, so it is read from a copy.
    var last = context
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
    nettle_sha256_digest(&last, digest.count, &digest)
    return digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
