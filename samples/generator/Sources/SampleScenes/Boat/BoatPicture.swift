/// `boat.png`: a sailing boat on the water.
package struct BoatPicture: SamplePicture {
  package static let fileName = "boat.png"
  package let channels = 3
  package let width: Int
  package let height: Int
  private let samplesAcross: Int
  private let scene: BoatScene
  private let camera: Camera

  /// The picture at its full size, or a smaller and rougher one for trying things on.
  package init(width: Int = 1200, samplesAcross: Int = 3) {
    self.width = width
    height = width * 2 / 3
    self.samplesAcross = samplesAcross
    scene = BoatScene()
    camera = Camera(
      position: Vector(0, 2.1, 20), width: width, height: width * 2 / 3, halfHeight: 0.242, horizon: 0.635)
  }

  package func values(rows: Range<Int>) -> [UInt8] {
    var values: [UInt8] = []
    values.reserveCapacity(rows.count * width * 3)
    for y in rows {
      for x in 0..<width {
        let pixel = Development.bytes(light(x, y), exposure: 1.2)
        values.append(pixel.x)
        values.append(pixel.y)
        values.append(pixel.z)
      }
    }
    return values
  }

  /// The mean light of a pixel over a lattice of jittered rays.
  private func light(_ x: Int, _ y: Int) -> Vector {
    let n = samplesAcross
    let turn = mixedBits(Int32(x), Int32(y), 7)
    var sum = Vector()
    for index in 0..<n * n {
      let bits = mixedBits(turn &+ UInt32(truncatingIfNeeded: index) &* 0x9E37_79B9)
      let dx = (Float(index % n) + unit(bits)) / Float(n)
      let dy = (Float(index / n) + unit(mixedBits(bits ^ 0x55))) / Float(n)
      // Each ray of a pixel asks another cell of the same lattice, so that together they ask all.
      let cell = (index &* 7 &+ Int(turn & 15)) % (n * n)
      let other = (index &* 5 &+ Int(turn >> 4 & 15)) % (n * n)
      let choice = Point(
        (Float(cell % n) + unit(mixedBits(bits ^ 0xA1))) / Float(n),
        (Float(cell / n) + unit(mixedBits(bits ^ 0xB2))) / Float(n))
      let second = Point(
        (Float(other % n) + unit(mixedBits(bits ^ 0xC3))) / Float(n),
        (Float(other / n) + unit(mixedBits(bits ^ 0xD4))) / Float(n))
      let color = radiance(camera.ray(x: Float(x) + dx, y: Float(y) + dy), choice, second)
      // A bright sparkle must not outweigh all other rays of its pixel.
      sum += pointwiseMin(color, Vector(repeating: 4))
    }
    return sum / Float(n * n)
  }

  private func radiance(_ ray: Ray, _ choice: Point, _ second: Point) -> Vector {
    let hit = scene.objects.nearestHit(ray)
    if let water = scene.ocean.distance(ray, pixelAngle: camera.pixelAngle), water < hit?.distance ?? .infinity {
      let position = ray.point(at: water)
      if !scene.isInsideHull(position) {
        let shore = scene.shore(ray.direction)
        if shore.w > 0.99 && hit == nil { return Vector(shore.x, shore.y, shore.z) }
        let color = scene.shadeWater(
          position, ray, distance: water, pixelAngle: camera.pixelAngle, choice, second)
        return color * (1 - shore.w) + Vector(shore.x, shore.y, shore.z)
      }
    }
    if let hit { return scene.shade(hit, ray, choice, second) }
    return scene.backdrop(ray.direction)
  }
}
