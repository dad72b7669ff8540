import CommandLineKit
import PictureFiles

/// Where and how feature maps are written.
struct MapOutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "With one output a file, with several a folder; - is standard output. Without it STEM-KERNEL in the current folder.",
      valueName: "path"), completion: .file())
  var output: String?
  @Flag(help: "Filter red, green and blue each by itself and write a colour picture.") var colour = false
  @Option(help: "How values outside 0…255 become a picture; signed: 0 is mid-gray.") var display = Display.clamp
  @Option(help: "npy and csv hold the unclamped values. By default what -o ends in, else png.")
  var format: MapFormat?
  @Option(help: "Bits of a written pixel.") var depth = SampleDepth.eight
  @Option(help: "How hard PNG files are compressed.") var compression = Compression.balanced
  @Flag(help: "Make the folders of the pictures anew under -o: a/photo.png goes to PATH/a.") var keepFolders = false
  @Flag(help: "Also write the map after each stage.") var stages = false

  /// What only pictures have: npy and csv hold the values themselves.
  func needs(isPreviewed: Bool) -> [OptionNeed] {
    // Where the output's name is wrong, that is said instead.
    guard let format = try? OutputTargetPath(output).format(asked: format), format != .png else { return [] }
    let reason = "with the format \(format.rawValue), which holds the values themselves"
    return [
      OptionNeed("--display", isMet: isPreviewed, reason), OptionNeed("--depth", isMet: false, reason),
      OptionNeed("--compression", isMet: false, reason),
    ]
  }
}
