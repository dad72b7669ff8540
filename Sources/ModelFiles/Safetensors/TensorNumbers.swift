extension Tensor {
  /// The elements in single precision: exact for `F16`, `BF16` and `F32`, rounded to nearest for `F64`.
  ///
  /// - Throws: `SafetensorsError.wrongType` for types that are no floating-point numbers.
  public func floats() throws(SafetensorsError) -> [Float] {
    switch type {
    case .float32: return elements(of: UInt32.self) { Float(bitPattern: $0) }
    case .float64: return elements(of: UInt64.self) { Float(Double(bitPattern: $0)) }
    case .brain16: return elements(of: UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .float16: return elements(of: UInt16.self) { Float(halfBits: $0) }
    case .boolean, .unsigned8, .signed8, .unsigned16, .signed16, .unsigned32, .signed32, .unsigned64, .signed64:
      throw .wrongType(name, found: type, expected: .float32)
    }
  }

  private func elements<Bits: FixedWidthInteger>(of _: Bits.Type, _ value: (Bits) -> Float) -> [Float] {
    let size = Bits.bitWidth / 8
    return bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / size).map { index in
        value(Bits(littleEndian: bytes.loadUnaligned(fromByteOffset: size * index, as: Bits.self)))
      }
    }
  }
}

extension Float {
  /// The number of half precision with these bits: 1 for the sign, 5 for the exponent, 10 for the fraction (IEEE 754).
  init(halfBits: UInt16) {
    let sign = UInt32(halfBits & 0x8000) << 16
    let exponent = UInt32(halfBits >> 10 & 31)
    let fraction = UInt32(halfBits & 1023)
    switch exponent {
    case 0:
      // Subnormal: the fraction in units of 2⁻²⁴.
      let value = Float(fraction) * 0x1p-24
      self = sign == 0 ? value : -value
    case 31: self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
