import ConvolutionCore
import DrawingKit
import NetworkDescription
import NetworkEngine

extension TutorialFigure {
  /// 2: a digit network slid over a larger picture.
  static let detection = TutorialFigure(
    "2", "detection", "a digit network slid over a larger picture finds the digits in it: boxes with probabilities",
    inputs: [.image, .model]
  ) { inputs throws(FigureError) in
    let model = inputs.model?.model ?? DefaultModel.lenet
    let side = model.input.width
    guard model.input.channels == 1, model.input.height == side else {
      throw .unsuitableModel("it takes pictures of \(model.input.text), not gray squares")
    }
    let scene = inputs.image.map { DigitScene.ink($0.picture.gray().scaledDown(columns: 200)) } ?? DigitScene.drawn()
    guard scene.width >= side, scene.height >= side else {
      throw .pictureTooSmall(found: scene.size, needed: side)
    }
    let found = try DigitDetector(model: model, scene: scene).detections()
    let boxes = DetectionBoxes(scene: scene, detections: found, side: side, classes: model.classes, width: 430)
    let positions = ((scene.width - side) / DigitDetector.step + 1) * ((scene.height - side) / DigitDetector.step + 1)
    let content = Column(
      [
        boxes,
        Paragraph(
          "\(positions) windows of \(side)×\(side), \(DigitDetector.step) pixels apart; kept are those whose ink is "
            + "whole and in the middle, and of overlapping ones the most probable: \(found.count)", width: 420, .small,
          .faint, .centre),
      ], spacing: 8)
    return FigureParts(title: "Finding digits by sliding a network", content: content)
  }
}

/// The picture that is searched: light ink on black.
enum DigitScene {
  /// Some digits scattered so that no window holds two.
  static func drawn() -> Plane {
    let digits = DefaultModel.digits
    var scene = Plane(width: 172, height: 84)
    // Column, row and which digit: by eye, so that they look thrown down.
    let places = [(4, 8, 23), (40, 44, 31), (66, 4, 18), (96, 46, 5), (122, 8, 39), (142, 50, 12)]
    for (left, top, index) in places {
      let picture = Array(digits.picture(index))
      for y in 0..<digits.height {
        for x in 0..<digits.width where (top + y) < scene.height && (left + x) < scene.width {
          scene[top + y, left + x] = max(scene[top + y, left + x], Float(picture[y * digits.width + x]))
        }
      }
    }
    return scene
  }

  /// A picture of dark ink on light paper is inverted.
  static func ink(_ picture: Plane) -> Plane {
    let mean = picture.values.reduce(0, +) / Float(max(picture.values.count, 1))
    guard mean > 127 else { return picture }
    return Plane(width: picture.width, height: picture.height, values: picture.values.map { 255 - $0 })
  }
}

/// A digit found in a picture.
struct Detection: Sendable {
  let x: Int
  let y: Int
  let label: Int
  let probability: Double
}

/// Slides a network over a picture.
struct DigitDetector: Sendable {
  static let step = 2
  let model: FigureModel
  let scene: Plane

  /// The windows kept, the most probable first.
  func detections() throws(FigureError) -> [Detection] {
    let side = model.input.width
    var places: [(x: Int, y: Int)] = []
    var pixels: [UInt8] = []
    for y in stride(from: 0, through: scene.height - side, by: DigitDetector.step) {
      for x in stride(from: 0, through: scene.width - side, by: DigitDetector.step) {
        let window = scene.cropped(x: x, y: y, width: side, height: side)
        guard DigitDetector.isCentred(window) else { continue }
        places.append((x, y))
        pixels += window.values.map { UInt8(max(0, min(255, $0.rounded()))) }
      }
    }
    guard !places.isEmpty else { return [] }
    let shares: [Float]
    do {
      let examples = try Examples(
        channels: 1, height: side, width: side, pixels: pixels, labels: [UInt8](repeating: 0, count: places.count))
      shares = try Inference(model.network).probabilities(of: examples)
    } catch let error as NetworkError {
      throw .input(error.description)
    } catch {
      throw .unsuitableModel("\(error)")
    }
    let classes = shares.count / places.count
    var all: [Detection] = []
    for (index, place) in places.enumerated() {
      let own = shares[index * classes..<(index + 1) * classes]
      guard let best = own.indices.max(by: { own[$0] < own[$1] }), own[best] > 0.5 else { continue }
      all.append(
        Detection(x: place.x, y: place.y, label: best - own.startIndex, probability: Double(own[best])))
    }
    return DigitDetector.separate(all.sorted { $0.probability > $1.probability }, side: side)
  }

  /// Of windows that overlap by more than a fifth only the first is kept.
  private static func separate(_ detections: [Detection], side: Int) -> [Detection] {
    var kept: [Detection] = []
    for detection in detections {
      let overlaps = kept.contains { other in
        let across = max(0, side - abs(other.x - detection.x))
        let down = max(0, side - abs(other.y - detection.y))
        let shared = across * down
        return shared * 5 > 2 * side * side - shared
      }
      if !overlaps { kept.append(detection) }
    }
    return kept
  }

  /// True when there is ink, none of it at the rim, and its centre of mass is in the middle.
  private static func isCentred(_ window: Plane) -> Bool {
    var (sum, sumX, sumY, rim) = (Float(0), Float(0), Float(0), Float(0))
    let last = window.width - 1
    for y in 0...last {
      for x in 0...last {
        let value = window[y, x]
        sum += value
        sumX += value * Float(x)
        sumY += value * Float(y)
        if x == 0 || y == 0 || x == last || y == last { rim += value }
      }
    }
    guard sum > 255 * 20, rim < 0.01 * sum else { return false }
    let middle = Float(last) / 2
    return abs(sumX / sum - middle) < 2 && abs(sumY / sum - middle) < 2
  }
}

/// The picture with a box and a label for each detection.
private struct DetectionBoxes: Block {
  let scene: Plane
  let detections: [Detection]
  let side: Int
  let classes: [String]
  let width: Double

  private var scale: Double { width / Double(scene.width) }
  private let room = 15.0

  func extent(on canvas: Canvas) -> Extent { Extent(width, (Double(scene.height) * scale + room).rounded(.up)) }

  func draw(on canvas: Canvas, at origin: Point) {
    let start = origin.moved(0, room)
    Pixels(gray: scene, width: width).draw(on: canvas, at: start)
    for detection in detections {
      let colour = canvas.style.category(detection.label == 0 ? 4 : 1)
      let box = Rectangle(
        x: start.x + Double(detection.x) * scale, y: start.y + Double(detection.y) * scale,
        width: Double(side) * scale, height: Double(side) * scale)
      let text = "\(classes[detection.label])  \(NumberText.percent(detection.probability))"
      let measure = canvas.measure(text, Font.small.emphasised)
      let label = Rectangle(x: box.left - 0.9, y: box.top - 13, width: measure.width + 7, height: 13)
      canvas.stroke(box, colour, width: 1.8)
      canvas.fill(label, colour)
      canvas.text(
        text, at: Point(label.left + 3.5, label.middle.y), Font.small.emphasised, colour.readableInk, .left, .middle)
    }
  }
}
