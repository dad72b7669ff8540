import DrawingKit
import SystemServices
import TutorialFigures

/// Which figures are drawn and where each is written, settled before anything is drawn.
struct FigurePlan {
  /// Each figure with its file.
  let files: [(figure: TutorialFigure, path: String)]
  let format: FigureFormat
  /// The folder to make; nil when it is the current one or stands already.
  let folder: String?

  /// `asked` is empty for all figures; of all figures, a GIF is made of those that move.
  init(asked: [TutorialFigure], output: String?, format: FigureFormat?) throws(CommandFailure) {
    let named = output.flatMap { FigureFormat(rawValue: fileExtension($0)) }
    if let output, let format, let named, format != named, fileKind(output) != .folder {
      throw .figureFormatsDiffer(output, asked: format)
    }
    // An ending that is no format's is a slip, and no folder's name.
    if let output, named == nil, !output.hasSuffix("/"), fileKind(output) != .folder,
      OutputTargetPath.isWord(fileExtension(output))
    {
      throw .figure(.unknownFormat(path: output))
    }
    let chosen = format ?? named ?? .png
    if chosen == .gif, let still = asked.first(where: { !$0.isAnimated }) { throw .figureStandsStill(still.name) }
    let figures = asked.isEmpty ? Tutorial.figures.filter { chosen != .gif || $0.isAnimated } : asked
    let namesFolder = output.map { $0.hasSuffix("/") || fileKind($0) == .folder } ?? false
    if let output, figures.count == 1, !namesFolder, named != nil || output == "-" {
      files = [(figures[0], output)]
      folder = nil
    } else {
      if let output, !namesFolder {
        guard output != "-" else { throw .severalToStandardOutput }
        guard fileKind(output) == nil else { throw .outputIsNoFolder(output, count: figures.count) }
        guard named == nil else { throw .outputNamesOneFile(output, count: figures.count) }
      }
      let start = output.map { $0.hasSuffix("/") ? $0 : $0 + "/" } ?? ""
      files = figures.map { ($0, "\(start)\($0.fileStem).\(chosen.rawValue)") }
      folder = output.flatMap { fileKind($0) == .folder ? nil : $0 }
    }
    self.format = chosen
  }
}
