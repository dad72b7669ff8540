import CommandLineKit
import PictureFiles

/// What becomes of a damaged picture.
enum DamagedPictures: String, CaseIterable, ExpressibleByArgument {
  case refuse
  case keep
}

/// How pictures are read.
struct PictureInputOptions: ParsableArguments {
  @Option(help: "How a colour becomes gray; rec601 of a colour JPEG is the luma that it stores.")
  var gray = GrayConversion.rec601
  @Option(
    help: ArgumentHelp("What transparent pixels are laid on: a name, #rrggbb or r,g,b.", valueName: "colour"))
  var background = RGB.white
  @Option(help: ArgumentHelp("Refuse pictures of more pixels.", valueName: "n")) var maxPixels = 500_000_000

  @Option(
    help: ArgumentHelp(
      "What becomes of a damaged picture: refuse it, or keep what is there and fill the rest with the background."))
  var damaged = DamagedPictures.refuse

  /// The options as the reader takes them.
  var options: PictureOptions {
    PictureOptions(background: background, maximumPixels: maxPixels, keepsDamaged: damaged == .keep)
  }

  /// In colour nothing becomes gray.
  func needs(isColour: Bool) -> [OptionNeed] {
    [OptionNeed("--gray", isMet: !isColour, "with --colour, which keeps red, green and blue")]
  }

  mutating func validate() throws {
    guard maxPixels > 0 else { throw ValidationError("--max-pixels is \(maxPixels): it must be 1 or more") }
  }
}
