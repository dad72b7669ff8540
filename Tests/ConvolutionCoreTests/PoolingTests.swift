import ConvolutionCore
import Testing

@Suite struct PoolingTests {
  private let plane = Plane(width: 5, height: 4, values: (0..<20).map { Float($0 * 7 % 20) })

  @Test(
    arguments: [
      (Pooling(.max, window: 2), [15, 16, 17, 19]),
      (Pooling(.sum, window: 2), [24, 40, 44, 40]),
      (Pooling(.average, window: 2), [6, 10, 11, 10]),
      (Pooling(.max, window: Size(width: 5, height: 1), stride: 3), [14, 19]),
    ] as [(Pooling, [Float])])
  func knownMaps(pooling: Pooling, expected: [Float]) throws {
    #expect(try pooling.apply(plane).values == expected)
  }

  /// Any window and stride against the definition.
  @Test(arguments: [Pooling.Kind.max, .average, .sum], 1...4)
  func everyWindowAndStride(kind: Pooling.Kind, stride: Int) throws {
    var noise = Noise(seed: 3)
    let plane = noise.plane(Size(width: 37, height: 11))
    for width in 1...7 {
      for height in 1...5 {
        let map = try Pooling(kind, window: Size(width: width, height: height), stride: stride).apply(plane)
        #expect(map.size == Size(width: (37 - width) / stride + 1, height: (11 - height) / stride + 1))
        for y in 0..<map.height {
          for x in 0..<map.width {
            var values: [Float] = []
            for i in 0..<height {
              for j in 0..<width { values.append(plane[y * stride + i, x * stride + j]) }
            }
            let sum = values.reduce(0.0) { $0 + Double($1) }
            let expected = kind == .max ? values.max() : Float(kind == .sum ? sum : sum / Double(width * height))
            #expect(map[y, x] == expected)
          }
        }
      }
    }
  }

  /// Large windows have the bits of the definition: the first of equal values, which 0 and -0 are, in reading order.
  @Test(arguments: [Size(width: 1, height: 1), Size(width: 37, height: 11), Size(width: 5, height: 50)], [1, 2, 3, 7])
  func slidingMaxima(size: Size, stride: Int) throws {
    let values = (0..<size.width * size.height).map {
      [-0.0, 0, -3, 4, 0, -0.0, 2, -7][($0 &* $0 + $0 / 3) % 8] as Float
    }
    let plane = Plane(width: size.width, height: size.height, values: values)
    for width in 1...size.width {
      for height in 1...size.height {
        let map = try Pooling(.max, window: Size(width: width, height: height), stride: stride).apply(plane)
        for y in 0..<map.height {
          for x in 0..<map.width {
            let expected = plane.cropped(x: x * stride, y: y * stride, width: width, height: height).values
              .reduce(nil as Float?) { best, value in best.map { value > $0 ? value : $0 } ?? value }
            #expect(map[y, x].bitPattern == expected?.bitPattern)
          }
        }
      }
    }
  }

  /// Sums and averages of whole numbers are exact, however large the window and far the values.
  @Test(arguments: [Pooling.Kind.sum, .average], [1, 3])
  func slidingSums(kind: Pooling.Kind, stride: Int) throws {
    var noise = Noise(seed: 9)
    // Each of them and every sum is a whole number under 2⁵³; some are far larger than the others.
    let values = (0..<61 * 47).map { _ in
      (noise.unit() * 4096).rounded() * (noise.unit() < 0.1 ? 16_777_216 : 1) * (noise.unit() < 0.5 ? -1 : 1)
    }
    let plane = Plane(width: 61, height: 47, values: values)
    for window in [Size(width: 40, height: 40), Size(width: 61, height: 1), Size(width: 7, height: 47)] {
      let map = try Pooling(kind, window: window, stride: stride).apply(plane)
      for y in 0..<map.height {
        for x in 0..<map.width {
          let part = plane.cropped(x: x * stride, y: y * stride, width: window.width, height: window.height)
          let sum = part.values.reduce(0) { $0 + Int($1) }
          let area = kind == .sum ? 1 : window.width * window.height
          #expect(map[y, x] == Float(Double(sum) / Double(area)))
        }
      }
    }
  }

  /// What is not finite stays within the windows that hold it.
  @Test(arguments: [Pooling.Kind.max, .sum, .average], [Float.nan, .infinity])
  func notFiniteValuesStayInTheirWindows(kind: Pooling.Kind, value: Float) throws {
    var plane = Plane(width: 30, height: 20, values: (0..<600).map { Float($0 % 11) })
    plane[9, 14] = value
    for size in [1, 2, 5, 9] {
      let map = try Pooling(kind, window: size, stride: 1).apply(plane)
      for y in 0..<map.height {
        for x in 0..<map.width {
          let holds = (y..<y + size).contains(9) && (x..<x + size).contains(14)
          #expect(map[y, x].isFinite == !holds)
          if holds && value.isNaN { #expect(map[y, x].isNaN) }
        }
      }
    }
  }

  @Test(
    arguments: [
      (Pooling(.max, window: 6), "the pooling window is 6×6 but the map is 5×4: choose a smaller window"),
      (Pooling(.max, window: 0), "the pooling window is 0×0: it must be 1×1 or more"),
      (Pooling(.max, window: 2, stride: 0), "the stride is 0: it must be 1 or more"),
    ] as [(Pooling, String)])
  func errors(pooling: Pooling, message: String) {
    let error = #expect(throws: ConvolutionError.self) { try pooling.apply(plane) }
    #expect(error?.description == message)
  }
}
