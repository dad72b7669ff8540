/// Smooth noise of a plane: gradient noise after K. Perlin (2002), about −1 … 1.
@inline(__always)
func noise(_ p: Point, seed: UInt32 = 0) -> Float {
  let fx = roundedDown(p.x)
  let fy = roundedDown(p.y)
  let x = Int32(fx)
  let y = Int32(fy)
  let dx = p.x - fx
  let dy = p.y - fy
  let a = gradient(mixedBits(x, y, seed), dx, dy)
  let b = gradient(mixedBits(x &+ 1, y, seed), dx - 1, dy)
  let c = gradient(mixedBits(x, y &+ 1, seed), dx, dy - 1)
  let d = gradient(mixedBits(x &+ 1, y &+ 1, seed), dx - 1, dy - 1)
  let u = fade(dx)
  return mix(mix(a, b, u), mix(c, d, u), fade(dy)) * 1.4
}

/// Smooth noise of space: gradient noise after K. Perlin (2002), about −1 … 1.
@inline(__always)
func noise(_ p: Vector, seed: UInt32 = 0) -> Float {
  let fx = roundedDown(p.x)
  let fy = roundedDown(p.y)
  let fz = roundedDown(p.z)
  let x = Int32(fx)
  let y = Int32(fy)
  let near = mixedBits(UInt32(bitPattern: Int32(fz)) ^ seed)
  let far = mixedBits(UInt32(bitPattern: Int32(fz) &+ 1) ^ seed)
  let dx = p.x - fx
  let dy = p.y - fy
  let dz = p.z - fz
  let u = fade(dx)
  let v = fade(dy)
  @inline(__always)
  func layer(_ seed: UInt32, _ dz: Float) -> Float {
    let a = gradient(mixedBits(x, y, seed), dx, dy, dz)
    let b = gradient(mixedBits(x &+ 1, y, seed), dx - 1, dy, dz)
    let c = gradient(mixedBits(x, y &+ 1, seed), dx, dy - 1, dz)
    let d = gradient(mixedBits(x &+ 1, y &+ 1, seed), dx - 1, dy - 1, dz)
    return mix(mix(a, b, u), mix(c, d, u), v)
  }
  return mix(layer(near, dz), layer(far, dz - 1), fade(dz))
}

/// Fractal noise of a plane: octaves of ``noise(_:seed:)`` with halving height, about −1 … 1.
@inline(__always)
func fractalNoise(_ p: Point, octaves: Int, seed: UInt32 = 0, gain: Float = 0.5) -> Float {
  var sum: Float = 0
  var height: Float = 1
  var q = p
  for octave in 0..<octaves {
    sum += height * noise(q, seed: seed &+ UInt32(truncatingIfNeeded: octave) &* 0x51ED_270B)
    height *= gain
    // Turned by an angle with no simple ratio, so that the octaves' lattices never line up.
    q = Point(1.6 * q.x - 1.2 * q.y, 1.2 * q.x + 1.6 * q.y) + 17.3
  }
  return sum * (1 - gain) * 1.25
}

/// Fractal noise of space: octaves of ``noise(_:seed:)`` with halving height, about −1 … 1.
@inline(__always)
func fractalNoise(_ p: Vector, octaves: Int, seed: UInt32 = 0, gain: Float = 0.5) -> Float {
  var sum: Float = 0
  var height: Float = 1
  var q = p
  for octave in 0..<octaves {
    sum += height * noise(q, seed: seed &+ UInt32(truncatingIfNeeded: octave) &* 0x51ED_270B)
    height *= gain
    q = q * 2.03 + 11.7
  }
  return sum * (1 - gain) * 1.25
}

@inline(__always)
private func fade(_ t: Float) -> Float { t * t * t * (t * (t * 6 - 15) + 10) }

/// The slope at a lattice point, one of eight directions, times the way from there.
@inline(__always)
private func gradient(_ bits: UInt32, _ x: Float, _ y: Float) -> Float {
  let a = bits & 4 == 0 ? x : y
  let b = bits & 4 == 0 ? y : x
  return (bits & 1 == 0 ? a : -a) + 0.414_213_56 * (bits & 2 == 0 ? b : -b)
}

/// The slope at a lattice point, one of the twelve edge directions of a cube, times the way from there.
@inline(__always)
private func gradient(_ bits: UInt32, _ x: Float, _ y: Float, _ z: Float) -> Float {
  let h = bits >> 28
  let u = h < 8 ? x : y
  let v = h < 4 ? y : (h == 12 || h == 14 ? x : z)
  return (h & 1 == 0 ? u : -u) + (h & 2 == 0 ? v : -v)
}
