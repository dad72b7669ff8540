import ConvolutionCore

/// How the values of a map become colours.
public struct ColourMap: Sendable, Equatable {
  /// The colours from the lowest value to the highest, evenly spaced.
  let anchors: [Colour]
  /// The value of the first colour.
  public let lowest: Double
  /// The value of the last colour.
  public let highest: Double

  /// Black at `lowest`, white at `highest`.
  public static func gray(_ lowest: Double = 0, _ highest: Double = 255) -> ColourMap {
    ColourMap(anchors: [.gray(0), .gray(1)], lowest: lowest, highest: highest)
  }

  /// Black is −limit, mid-gray 0, white +limit.
  public static func signedGray(limit: Double) -> ColourMap { gray(-limit, limit) }

  /// Blue is negative, red-orange positive, and 0 is the colour of the page, in the middle.
  public static func diverging(limit: Double, _ style: Style) -> ColourMap {
    let anchors: [UInt32] =
      switch style.theme {
      case .light: [0x0B3C6F, 0x3F8FC5, 0xFFFFFF, 0xE58A4E, 0x8E2A0A]
      case .dark: [0xA8DCFF, 0x3F8FC5, 0x1D2127, 0xD9772F, 0xFFD9A8]
      }
    return ColourMap(anchors: anchors.map { Colour(hex: $0) }, lowest: -limit, highest: limit)
  }

  /// From the page's colour at 0 to full blue at `highest`: shares and counts.
  public static func share(highest: Double = 1, _ style: Style) -> ColourMap {
    let anchors: [UInt32] =
      switch style.theme {
      case .light: [0xFFFFFF, 0x8FC3E6, 0x0072B2, 0x073F66]
      case .dark: [0x1D2127, 0x0B5C8C, 0x56B4E9, 0xDDF2FF]
      }
    return ColourMap(anchors: anchors.map { Colour(hex: $0) }, lowest: 0, highest: highest)
  }

  /// The colour of a value; values outside take the colour of the end, NaN the middle.
  public func colour(of value: Double) -> Colour {
    let span = highest - lowest
    var position = span > 0 ? (value - lowest) / span : 0.5
    if position.isNaN { position = 0.5 }
    let scaled = max(0, min(1, position)) * Double(anchors.count - 1)
    let index = min(Int(scaled), anchors.count - 2)
    return anchors[index].mixed(with: anchors[index + 1], scaled - Double(index))
  }

  /// The map as a picture.
  public func raster(of plane: Plane) -> Raster {
    var raster = Raster(width: plane.width, height: plane.height)
    // A table of 1024 steps: finer than a byte of any part can show.
    let steps = 1024
    let table = (0..<steps).map { step in
      colour(of: lowest + (highest - lowest) * Double(step) / Double(steps - 1)).bytes
    }
    let scale = highest > lowest ? Double(steps - 1) / (highest - lowest) : 0
    for index in 0..<plane.values.count {
      let step = ((Double(plane.values[index]) - lowest) * scale).rounded()
      let entry = table[step.isNaN ? steps / 2 : Int(max(0, min(Double(steps - 1), step)))]
      raster.set(index, entry)
    }
    return raster
  }
}

extension Plane {
  /// The largest magnitude; 1 where everything is zero, so that it can serve as a limit.
  public var limit: Double {
    let largest = values.reduce(Float(0)) { max($0, $1.magnitude) }
    return largest > 0 ? Double(largest) : 1
  }

  /// The magnitude that this share of the values does not exceed; 1 where it is zero.
  package func magnitude(atShare share: Double) -> Double {
    let sorted = values.map(\.magnitude).sorted()
    guard let last = sorted.indices.last else { return 1 }
    let value = Double(sorted[Int((Double(last) * share).rounded())])
    return value > 0 ? value : limit
  }
}
