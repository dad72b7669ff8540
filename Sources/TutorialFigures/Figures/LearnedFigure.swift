import Charts
import ConvolutionCore
import DrawingKit
import NetworkDescription
import NetworkEngine
import NetworkExplaining

extension TutorialFigure {
  /// 17: what the first two convolutions learned.
  static let learned = TutorialFigure(
    "17", "learned",
    "what layers 1 and 2 learned: filters, the patches that excite them most, and inputs made for them",
    inputs: [.model]
  ) { inputs throws(FigureError) in
    let model = inputs.model?.model ?? DefaultModel.lenet
    let digits = DefaultModel.digits[0..<1000]
    let convolutions = model.network.specification.nodes.filter { node in
      if case .convolution = node.layer { return true }
      return false
    }
    guard convolutions.count >= 2, model.input.channels == 1 else {
      throw .unsuitableModel("it has no two convolutions over gray pictures")
    }
    let (first, second) = (convolutions[0].name, convolutions[1].name)
    let one = try Favourites(model, layer: first, of: digits)
    let two = try Favourites(model, layer: second, of: digits)
    let filters = (0..<one.patches.count).compactMap { model.kernel(first, $0)?.first }
    let content = Column(
      [
        firstLayer(first, filters, one), Gap(1, 4), secondLayer(second, two),
        Paragraph(
          "patches: of \(digits.count) drawn digits; made inputs: gradient ascent on the pixels, black to white",
          width: 430,
          .small, .faint, .centre),
      ], spacing: 8)
    return FigureParts(title: "What a network learned", content: content)
  }

  private static let cell = 46.0

  private static func patches(_ list: [Plane]) -> any Block {
    let pictures = list.map { Pixels(gray: $0, width: 22) as any Block }
    let rows = stride(from: 0, to: pictures.count, by: 2).map { Array(pictures[$0..<min($0 + 2, pictures.count)]) }
    return Grid(rows, columnSpacing: 2, rowSpacing: 2)
  }

  private static func firstLayer(_ name: String, _ filters: [Plane], _ found: Favourites) -> any Block {
    let limit = filters.map(\.limit).max() ?? 1
    let shown = Array(filters.prefix(8))
    let rows: [[any Block]] = [
      [Text("")] + shown.indices.map { Text(String($0), .small, .faint) },
      [Text("filter", .small)] + shown.map { Pixels(.diverging($0, limit: limit), width: cell, hasGrid: true) },
      [Text("patches", .small)] + found.patches.prefix(shown.count).map(patches),
      [Text("made input", .small)] + found.preferred.prefix(shown.count).map { Pixels(gray: $0, width: cell) },
    ]
    return Column(
      [
        Text("layer 1, \(name): \(filters.count) filters of \(filters[0].size.shape)", .heading),
        Grid(rows, columnSpacing: 8, rowSpacing: 6, horizontal: [.trailing, .centre]),
        ColourBar(.diverging(limit: limit), length: 120),
      ], spacing: 6)
  }

  private static func secondLayer(_ name: String, _ found: Favourites) -> any Block {
    let count = min(found.patches.count, 16)
    var rows: [[any Block]] = []
    for start in stride(from: 0, to: count, by: 8) {
      let range = start..<min(start + 8, count)
      rows.append([Text("")] + range.map { Text(String($0), .small, .faint) })
      rows.append([Text("patches", .small)] + range.map { patches(found.patches[$0]) })
      rows.append([Text("made input", .small)] + range.map { Pixels(gray: found.preferred[$0], width: cell) })
    }
    let side = found.preferred.first?.width ?? 0
    return Column(
      [
        Text("layer 2, \(name): \(found.patches.count) filters, each sees \(side)×\(side) pixels", .heading),
        Grid(rows, columnSpacing: 6, rowSpacing: 5, horizontal: [.trailing, .centre]),
      ], spacing: 6)
  }
}

/// What excites the filters of one convolution: patches of pictures, and inputs made for it.
private struct Favourites: Sendable {
  /// For each filter the patches that excite it most, the strongest first, 0…255.
  let patches: [[Plane]]
  /// For each filter the input that gradient ascent arrives at, 0…255.
  let preferred: [Plane]

  init(_ model: FigureModel, layer: String, of pictures: Examples) throws(FigureError) {
    do throws(NetworkError) {
      let found = try ExcitingPatches(Inference(model.network), layer: layer, in: pictures, count: 4)
      let architecture = model.network.architecture
      guard let node = architecture.specification.index(of: layer) else { throw .unknownLayer(layer) }
      let field = architecture.receptiveFields[node]
      patches = found.patches.map { $0.map { Favourites.cut($0, field, from: pictures) } }
      var preferred: [Plane] = []
      for filter in found.patches.indices {
        let input = try PreferredInput(model.network, .filter(layer: layer, filter: filter))
        preferred.append(
          Plane(width: input.shape.width, height: input.shape.height, values: input.pixels.map { Float($0 * 255) }))
      }
      self.preferred = preferred
    } catch {
      throw .input(error.description)
    }
  }

  /// All that the place sees; what lies beyond the picture is black.
  private static func cut(_ patch: ExcitingPatches.Patch, _ field: ReceptiveField, from pictures: Examples) -> Plane {
    let pixels = Array(pictures.picture(patch.picture))
    let top = field.start.y + patch.place.y * field.step.height
    let left = field.start.x + patch.place.x * field.step.width
    var result = Plane(width: field.size.width, height: field.size.height)
    for row in patch.rows {
      for column in patch.columns { result[row - top, column - left] = Float(pixels[row * pictures.width + column]) }
    }
    return result
  }
}
