import ConvolutionCore
import DrawingKit

extension Figure {
  /// The filters of one convolution with their colour bar; `filters[f][c]` is channel c of filter f.
  public static func filterSheet(_ filters: [[Plane]], title: String, scaling: FilterSheet.Scaling) -> Figure {
    let channels = filters.first?.count ?? 0
    var blocks: [any Block] = [Text(title, .title)]
    if channels > 1 {
      blocks.append(Text("a row is one filter, a column one of its \(channels) input channels", .small, .faint))
    }
    let side = channels > 1 ? 36.0 : 64.0
    blocks.append(FilterSheet(filters, scaling: scaling, columns: min(8, max(3, filters.count)), side: side))
    return Figure(title: title, Column(blocks, spacing: 10))
  }

  /// The filters of one convolution through training, all on one scale: a row is one filter, a column one epoch; as an
  /// animation, one frame an epoch.
  ///
  /// `epochs[e].filters[f]` is filter f after that epoch. Of many epochs the still picture shows `columns`, evenly spread.
  public static func filterHistory(
    _ epochs: [(name: String, filters: [Plane])], title: String, remark: String, columns: Int = 10
  ) -> Figure {
    let limit = epochs.reduce(0.0) { largest, epoch in
      epoch.filters.reduce(largest) { result, plane in
        plane.values.reduce(result) { max($0, Double($1.magnitude)) }
      }
    }
    let scale = limit > 0 ? limit : 1
    func cell(_ plane: Plane, side: Double) -> any Block {
      Pixels(.diverging(plane, limit: scale), width: side, hasGrid: side / Double(max(plane.width, 1)) >= 6)
    }
    func framed(_ heading: String, _ body: any Block) -> any Block {
      Column(
        [
          Text(title, .title), Text(heading, .small, .faint), body,
          Column(
            [
              ColourBar(.diverging(limit: scale), length: 160),
              Text("one scale for all filters and epochs", .small, .faint),
            ], spacing: 3),
        ], spacing: 9)
    }
    let count = epochs.count
    let chosen =
      count <= columns
      ? Array(epochs.indices) : (0..<columns).map { ($0 * (count - 1) + (columns - 1) / 2) / max(columns - 1, 1) }
    let filterCount = epochs.first?.filters.count ?? 0
    let rows = (0..<filterCount).map { filter -> [any Block] in
      [Text("\(filter)", .small, .faint)] + chosen.map { cell(epochs[$0].filters[filter], side: 40) }
    }
    let names: [any Block] = [Gap(1, 1)] + chosen.map { Text(epochs[$0].name, .small, .faint) }
    let still = framed("\(remark), a row each", Grid([names] + rows, columnSpacing: 6, rowSpacing: 6))
    let widest = epochs.map(\.name).max { $0.count < $1.count } ?? ""
    let frames = epochs.map { epoch -> any Block in
      let sheet = Montage(
        epoch.filters.enumerated().map { (picture: cell($1, side: 56), caption: "\($0)") }, columns: 6)
      // Padded to the longest name, so that all frames are of one size.
      let space = String(repeating: "\u{2007}", count: max(0, widest.count - epoch.name.count))
      return framed("\(remark), \(epoch.name)\(space)", Inset(sheet, horizontal: 60))
    }
    return Figure(title: title, still, frames: frames, frameDelay: 50)
  }
}
