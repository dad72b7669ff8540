import DrawingKit
import TutorialFigures

/// The table of `cnnlab figures list`.
enum FigureList {
  /// One line a figure: its number, its name, what it shows, and the options that change it.
  static var text: String {
    var table = TextTable()
    table.add(["no.", "name", "options", "shows"])
    for figure in Tutorial.figures {
      let options = figure.inputs.map { "--\($0.rawValue)" } + (figure.isAnimated ? ["gif"] : [])
      table.add([figure.number, figure.name, options.joined(separator: " "), figure.shows])
    }
    return table.text()
  }
}
