/// From light to pixels: what film and printing did.
enum Development {
  /// A linear colour as the byte values of an sRGB picture, highlights rolled off smoothly.
  static func bytes(_ color: Vector, exposure: Float = 1) -> SIMD3<UInt8> {
    SIMD3(byte(color.x * exposure), byte(color.y * exposure), byte(color.z * exposure))
  }

  private static func byte(_ light: Float) -> UInt8 {
    // Narkowicz's fit (2015) of the film curve of the Academy's colour system.
    let x = max(light, 0) * 0.72
    let film = clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14))
    return UInt8(clamp(encoded(film) * 255 + 0.5, 0, 255))
  }

  /// The sRGB transfer curve (IEC 61966-2-1).
  static func encoded(_ linear: Float) -> Float {
    linear <= 0.003_130_8 ? 12.92 * linear : 1.055 * power(linear, 1 / 2.4) - 0.055
  }
}
