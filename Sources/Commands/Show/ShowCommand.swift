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
    let facts = try read()
    if let damage = facts.damage { printError(damageText(image, damage)) }
    let (gray, colours) = (Array(facts.channels.suffix(1)), Array(facts.channels.dropLast()))
    let shown = channels && !facts.isGray ? colours : gray
    if channels && facts.isGray { printNote("--channels has no effect: the picture is gray") }
    var parts: [String] = []
    if region == nil && !histogram {
      parts.append(heading(facts))
      parts.append(PixelStatistics.table(facts.channels))
      for channel in shown {
        parts.append("Histogram of \(channel.name)\n\(Histogram(channel.histogram, bins: 64).line)")
      }
    }
    if histogram {
      for channel in shown {
        parts.append("Histogram of \(channel.name)\n\(Histogram(channel.histogram, bins: 32).table)")
      }
    }
    if region != nil {
      parts += shown.map { PixelNumbers($0, facts.window).text }
    } else if !histogram {
      let corner = PixelNumbers.fitting(facts.window, shown, columns: terminalWidth)
      parts += shown.map { PixelNumbers($0, corner).text }
    }
    if preview { parts.append(TerminalPicture(facts.reduced, display: .clamp).text) }
    printOut(parts.joined(separator: "\n\n"))
  }

  private func read() throws(CommandFailure) -> PictureFacts {
    do throws(PictureFailure) {
      let rows: PictureRows
      do throws(ImageError) {
        rows = try PictureRows(
          PictureReader.contents(image), .colourAndGray(input.gray), options: input.options)
      } catch {
        throw .picture(error)
      }
      return try PictureFacts(rows) { size throws(CommandFailure) in
        guard let region else { return PixelNumbers.corner(of: size) }
        try validate(region, within: size)
        return region
      }
    } catch {
      switch error {
      case .picture(let error): throw .unreadable(image, error)
      case .command(let error): throw error
      }
    }
  }

  private func heading(_ facts: PictureFacts) -> String {
    let mode = facts.isGray ? "gray" : "colour"
    let name = image == "-" ? "standard input" : image.printable()
    return "\(name): \(facts.size.width)×\(facts.size.height) pixels, \(mode), \(facts.storedDepth) bits a sample"
  }

  private func validate(_ region: Region, within size: Size) throws(CommandFailure) {
    guard region.width > 0, region.height > 0 else { throw .regionIsEmpty(region) }
    let (right, isTooWide) = region.x.addingReportingOverflow(region.width)
    let (bottom, isTooHigh) = region.y.addingReportingOverflow(region.height)
    guard !isTooWide, !isTooHigh, region.x >= 0, region.y >= 0, right <= size.width, bottom <= size.height
    else { throw .regionOutside(region, size) }
    guard region.width * region.height <= PixelNumbers.limit else {
      throw .regionTooLarge(region, limit: PixelNumbers.limit)
    }
  }
}
