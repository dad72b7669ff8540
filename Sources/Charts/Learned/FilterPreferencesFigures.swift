import ConvolutionCore
import DrawingKit

extension Figure {
  /// What excites each filter most: its weights (where they have one channel) and the best patches of a data set.
  public static func excitingPatches(
    _ filters: [(weights: Plane?, patches: [Pixels.Content], largest: Double)], field: Size, title: String,
    remark: String
  ) -> Figure {
    let side = 40.0
    let limit = filters.reduce(0.0) { max($0, $1.weights?.limit ?? 0) }
    let hasWeights = filters.contains { $0.weights != nil }
    let rows = filters.enumerated().map { index, filter -> [any Block] in
      var row: [any Block] = [Text("\(index)", .small, .faint)]
      if hasWeights {
        row.append(
          filter.weights.map { Pixels(.diverging($0, limit: limit), width: side, hasGrid: true) as any Block }
            ?? Gap(side, side))
        row.append(Gap(2, 1))
      }
      // A patch at the picture's edge is smaller than the others and stays on their scale.
      row += filter.patches.map { content in
        Pixels(content, width: (side * Double(content.columns) / Double(max(field.width, 1))).rounded())
      }
      return row + [Text("up to \(NumberText.short(filter.largest))", .small, .faint)]
    }
    var blocks: [any Block] = [
      Text(title, .title), Text(remark, .small, .faint), Grid(rows, columnSpacing: 6, rowSpacing: 6),
    ]
    if hasWeights {
      blocks.append(
        Column(
          [ColourBar(.diverging(limit: limit), length: 120), Text("weights, left column", .small, .faint)], spacing: 3))
    }
    return Figure(title: title, Column(blocks, spacing: 9))
  }

  /// The pictures that excite filters or outputs most, as found by climbing the gradient.
  public static func preferredInputs(
    _ inputs: [(picture: Pixels.Content, name: String)], title: String, remark: String, side: Double = 64
  ) -> Figure {
    Figure(
      title: title,
      Column(
        [
          Text(title, .title), Paragraph(remark, width: 430, .small, .faint, .centre),
          Montage(
            inputs.map { (picture: Pixels($0.picture, width: side) as any Block, caption: $0.name) },
            columns: min(inputs.count, inputs.count > 12 ? 8 : 6), captionWidth: side + 10),
        ], spacing: 9))
  }
}

extension Pixels.Content {
  /// Columns of the picture.
  var columns: Int {
    switch self {
    case .raster(let raster): raster.width
    case .map(let plane, _): plane.width
    case .diverging(let plane, _): plane.width
    }
  }
}
