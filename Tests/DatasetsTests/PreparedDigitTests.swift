import ConvolutionCore
import Datasets
import DrawnDigits
import Testing

/// A digit is found whatever its edges, its size, its colours and what is drawn around it.
@Suite struct PreparedDigitTests {
  /// A drawn digit, ink 255 on 0, cut to its ink and enlarged by repeating pixels.
  private func digit(_ index: Int, times: Int) -> Plane {
    let picture = DigitSequence(seed: 3).picture(index)
    let plane = Plane(width: 28, height: 28, values: picture.map { Float($0) })
    let rows = (0..<28).filter { row in (0..<28).contains { plane[row, $0] > 60 } }
    let columns = (0..<28).filter { column in (0..<28).contains { plane[$0, column] > 60 } }
    guard let top = rows.first, let bottom = rows.last, let left = columns.first, let right = columns.last else {
      return plane
    }
    var result = Plane(width: (right - left + 1) * times, height: (bottom - top + 1) * times)
    for y in 0..<result.height {
      for x in 0..<result.width { result[y, x] = plane[top + y / times, left + x / times] }
    }
    return result
  }

  private func framed(_ plane: Plane, by margin: Int) -> Plane {
    var result = Plane(width: plane.width + 2 * margin, height: plane.height + 2 * margin)
    for y in 0..<plane.height { for x in 0..<plane.width { result[margin + y, margin + x] = plane[y, x] } }
    return result
  }

  private func twoValued(_ plane: Plane) -> Plane {
    Plane(width: plane.width, height: plane.height, values: plane.values.map { $0 > 127 ? 255 : 0 })
  }

  private func inverted(_ plane: Plane) -> Plane {
    Plane(width: plane.width, height: plane.height, values: plane.values.map { 255 - $0 })
  }

  /// How alike two prepared pictures are: the cosine of their pixels. Another shift by a pixel, or another width of the
  /// lines, leaves 0.7 and more; another digit about 0.4.
  private func likeness(_ first: PreparedDigit?, _ second: PreparedDigit?) throws -> Double {
    let (one, other) = (try #require(first).pixels, try #require(second).pixels)
    let product = zip(one, other).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    func square(_ pixels: [UInt8]) -> Double { pixels.reduce(0.0) { $0 + Double($1) * Double($1) } }
    return product / (square(one) * square(other)).squareRoot()
  }

  @Test(arguments: 0..<20) func hardEdgesAreSoftEdges(_ index: Int) throws {
    let soft = framed(digit(index, times: 10), by: 60)
    #expect(try likeness(PreparedDigit(twoValued(soft)), PreparedDigit(soft)) > 0.7)
  }

  /// All but ones: a bar that fills its picture shows no paper.
  @Test(arguments: (0..<20).filter { $0 % 10 != 1 }) func tightlyCutIsTheSame(_ index: Int) throws {
    let plane = digit(index, times: 8)
    let whole = PreparedDigit(framed(plane, by: 80))
    #expect(try likeness(PreparedDigit(plane), whole) > 0.8)
    #expect(try likeness(PreparedDigit(inverted(plane)), whole) > 0.8)
    #expect(try likeness(PreparedDigit(inverted(twoValued(plane))), PreparedDigit(twoValued(plane))) > 0.99)
  }

  @Test(arguments: [0, 3], [1, 4]) func aFrameIsLeftOut(_ distance: Int, _ thickness: Int) throws {
    for index in 0..<10 {
      var plane = framed(digit(index, times: 6), by: 40)
      let whole = PreparedDigit(plane)
      for y in distance..<plane.height - distance {
        for x in distance..<plane.width - distance {
          let ring = min(min(x, plane.width - 1 - x), min(y, plane.height - 1 - y)) - distance
          if ring < thickness { plane[y, x] = 255 }
        }
      }
      #expect(try likeness(PreparedDigit(plane), whole) > 0.99)
      #expect(try likeness(PreparedDigit(inverted(plane)), whole) > 0.99)
    }
  }

  @Test func rulingsAreLeftOut() throws {
    for index in 0..<10 {
      var plane = framed(digit(index, times: 6), by: 50)
      let whole = PreparedDigit(plane)
      for y in stride(from: 12, to: plane.height, by: 30) { for x in 0..<plane.width { plane[y, x] = 255 } }
      #expect(try likeness(PreparedDigit(inverted(plane)), whole) > 0.8)
    }
  }

  @Test(arguments: [Float(0), 128, 255]) func anEmptyPictureHasNone(_ level: Float) {
    #expect(PreparedDigit(Plane(width: 50, height: 40, repeating: level)) == nil)
    #expect(PreparedDigit(Plane(width: 1, height: 1, repeating: level)) == nil)
  }
}
