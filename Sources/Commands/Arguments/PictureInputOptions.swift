import CommandLineKit
import PictureFiles

/// How pictures are read.
struct PictureInputOptions: ParsableArguments {
  @Option(help: "How a colour becomes gray.") var gray = GrayConversion.rec601
  @Option(
    help: ArgumentHelp("What transparent pixels are laid on: a name, #rrggbb or r,g,b.", valueName: "colour"))
  var background = RGB.white
  @Option(help: ArgumentHelp("Refuse pictures of more pixels.", valueName: "n")) var maxPixels = 500_000_000

  /// The options as the reader takes them.
  var options: PictureOptions { PictureOptions(background: background, maximumPixels: maxPixels) }

  mutating func validate() throws {
    guard maxPixels > 0 else { throw ValidationError("--max-pixels is \(maxPixels): it must be 1 or more") }
  }
}
