import NetworkDescription
import NetworkEngine
import Threading

/// The places of a data set that excite each filter of a layer most.
public struct ExcitingPatches: Sendable {
  /// One place.
  public struct Patch: Sendable, Equatable {
    /// The picture's number.
    public let picture: Int
    /// Row and column of the value in the filter's map.
    public let place: (y: Int, x: Int)
    /// The value, before any activation function.
    public let value: Float
    /// The part of the picture that the value sees.
    public let rows: Range<Int>, columns: Range<Int>

    /// True when both are the same place with the same value.
    public static func == (left: Patch, right: Patch) -> Bool {
      left.picture == right.picture && left.place == right.place && left.value == right.value
    }
  }

  /// The layer's name.
  public let layer: String
  /// For each filter the `count` best places, the best first, each of another picture.
  public let patches: [[Patch]]

  /// Looks through all pictures; of equal values the one of the earlier picture, then of the earlier place counts.
  public init(
    _ inference: Inference, layer: String, in examples: Examples, count: Int,
    progress: @Sendable () -> Void = {}
  ) throws(NetworkError) {
    let architecture = inference.network.architecture
    guard let node = architecture.specification.index(of: layer) else { throw .unknownLayer(layer) }
    let shape = Shape(channels: examples.channels, height: examples.height, width: examples.width)
    guard shape == architecture.input else { throw .inputShape(expected: architecture.input, found: shape) }
    // Throws where the values of a picture are no numbers, which would have no order.
    _ = try inference.outputs(of: examples)
    let map = architecture.shapes[node]
    let area = map.height * map.width
    let found = Found(examples.count * map.channels)
    let chunk = 64
    parallelFor((examples.count + chunk - 1) / chunk) { number in
      for picture in number * chunk..<min((number + 1) * chunk, examples.count) {
        guard let values = try? inference.activations(of: Array(examples.picture(picture)))[node].values else {
          continue
        }
        for filter in 0..<map.channels {
          var best = filter * area
          for index in filter * area..<(filter + 1) * area where values[index] > values[best] { best = index }
          found.places[picture * map.channels + filter] = (values[best], best - filter * area)
        }
      }
      progress()
    }
    let field = architecture.receptiveFields[node]
    self.layer = layer
    patches = (0..<map.channels).map { filter in
      let order = (0..<examples.count).sorted { first, second in
        let (one, other) = (
          found.places[first * map.channels + filter].value, found.places[second * map.channels + filter].value
        )
        return one != other ? one > other : first < second
      }
      return order.prefix(count).map { picture in
        let (value, place) = found.places[picture * map.channels + filter]
        let (y, x) = (place / map.width, place % map.width)
        let window = field.window(y: y, x: x, height: shape.height, width: shape.width)
        return Patch(picture: picture, place: (y, x), value: value, rows: window.rows, columns: window.columns)
      }
    }
  }

  /// A place for each picture and filter, which threads fill on their own.
  private final class Found: @unchecked Sendable {
    let places: UnsafeMutableBufferPointer<(value: Float, place: Int)>

    init(_ count: Int) {
      places = .allocate(capacity: count)
      places.initialize(repeating: (-.infinity, 0))
    }

    deinit { places.deallocate() }
  }
}
