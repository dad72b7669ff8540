import CommandLineKit
import ConvolutionCore
import PictureFiles
import SystemServices

/// `cnnlab show`: the numbers of a picture.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a picture as numbers: pixels, channels, histogram.",
    discussion: """
      Without options: size, the range of each channel, a small histogram, and the pixels of the
      top left corner. Pixels are 0 to 255; those of 16-bit pictures are divided by 257.
      """)

  @Argument(help: ArgumentHelp("A PNG or JPEG picture; - is standard input.", valueName: "image"), completion: .file())
  var image: String
  @Option(
    help: ArgumentHelp("Print the pixels of a rectangle: its top left corner and its size.", valueName: "x,y,w,h"))
  var region: Region?
  @Flag(help: "Print the red, green and blue channel instead of gray.") var channels = false
  @Flag(help: "Print the histogram as a table.") var histogram = false
  @Flag(help: "Draw the picture in the terminal.") var preview = false
  @OptionGroup(title: "Input options") var input: PictureInputOptions

  mutating func run() throws {
    let picture: Picture
    do throws(ImageError) {
      picture = try PictureReader.read(image, options: input.options)
    } catch {
      throw CommandFailure.picture(image, error)
    }
    let gray = NamedPlane(name: "gray", plane: picture.gray(input.gray))
    let colours = picture.isGray ? [] : zip(["red", "green", "blue"], picture.channels).map(NamedPlane.init)
    let planes = channels && !picture.isGray ? colours : [gray]
    var parts: [String] = []
    if region == nil && !histogram {
      parts.append(heading(picture))
      parts.append(PixelStatistics.table(colours + [gray]))
      for plane in planes { parts.append("Histogram of \(plane.name)\n\(Histogram(plane.plane, bins: 64).line)") }
    }
    if histogram {
      for plane in planes { parts.append("Histogram of \(plane.name)\n\(Histogram(plane.plane, bins: 32).table)") }
    }
    if let region {
      try validate(region, within: gray.plane.size)
      parts += planes.map { PixelNumbers($0, region).text }
    } else if !histogram {
      let corner = PixelNumbers.corner(of: planes, columns: terminalWidth)
      parts += planes.map { PixelNumbers($0, corner).text }
    }
    if preview { parts.append(TerminalPicture(gray.plane, display: .clamp).text) }
    printOut(parts.joined(separator: "\n\n"))
  }

  private func heading(_ picture: Picture) -> String {
    let mode = picture.isGray ? "gray" : "colour"
    let name = image == "-" ? "standard input" : image
    return "\(name): \(picture.width)×\(picture.height) pixels, \(mode), \(picture.storedDepth) bits a sample"
  }

  private func validate(_ region: Region, within size: Size) throws(CommandFailure) {
    let (right, isTooWide) = region.x.addingReportingOverflow(region.width)
    let (bottom, isTooHigh) = region.y.addingReportingOverflow(region.height)
    guard !isTooWide, !isTooHigh, region.x >= 0, region.y >= 0, region.width > 0, region.height > 0,
      right <= size.width, bottom <= size.height
    else { throw .regionOutside(region, size) }
  }
}

/// A channel with its name.
struct NamedPlane {
  let name: String
  let plane: Plane
}
