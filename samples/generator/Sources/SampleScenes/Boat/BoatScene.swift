/// A gaff-rigged sailing boat before a wooded shore: all that the camera sees, with no light on it yet.
struct BoatScene: Sendable {
  static let heading: Float = -0.60
  static let heel: Float = 0.13
  static let place = Vector(0.75, -0.02, 0)

  let objects: TriangleTree
  let ocean: Ocean
  let daylight: Daylight
  private let clouds: Clouds
  private let hills: Hills

  init() {
    var boat = Mesh()
    boat.addHull()
    boat.addRig()
    boat.addHelmsman()
    var world = Mesh()
    world.add(boat, point: BoatScene.toWorld, direction: BoatScene.turned)
    world.addLandmarks()
    objects = TriangleTree(world)
    ocean = Ocean(seed: 11)
    daylight = Daylight()
    clouds = Clouds(daylight: daylight)
    hills = Hills(daylight: daylight)
  }

  /// A direction of the boat's frame as one of the world.
  static func turned(_ v: Vector) -> Vector { rotatedAboutY(rotatedAboutX(v, by: heel), by: heading) }

  /// A point of the boat's frame as one of the world.
  static func toWorld(_ p: Vector) -> Vector { turned(p) + place }

  /// A point of the world in the boat's frame.
  static func toBoat(_ p: Vector) -> Vector {
    rotatedAboutX(rotatedAboutY(p - place, by: -heading), by: -heel)
  }

  /// Sky, clouds and shore in a direction.
  func backdrop(_ direction: Vector) -> Vector {
    let shore = hills.look(direction)
    guard shore.w < 0.999 else { return Vector(shore.x, shore.y, shore.z) }
    let air = clouds.over(daylight.sky(direction), direction)
    return air * (1 - shore.w) + Vector(shore.x, shore.y, shore.z)
  }

  /// Colour times cover, and cover, of the far shore alone.
  func shore(_ direction: Vector) -> SIMD4<Float> { hills.look(direction) }

  /// True where the hull keeps the water out.
  func isInsideHull(_ p: Vector) -> Bool {
    let local = BoatScene.toBoat(p)
    guard abs(local.x) < 3, abs(local.z) < 1.1 else { return false }
    return HullShape.distanceOutside(x: local.x, z: local.z) < -0.02
  }
}
