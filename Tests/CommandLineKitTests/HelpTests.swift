import CommandLineKit
import Testing

@Suite struct HelpTests {
  private let root = """
    OVERVIEW: Paints.

    USAGE: paint <command>

    OPTIONS:
      --version               Show the version.
      -h, --help              Show help information.

    COMMANDS:
      draw                    Draws shapes with a brush, one after another, each
                              over the one before it, until all are drawn.
      stock                   What is there.

      See 'paint help <command>' for detailed help.
    """

  private let draw = """
    OVERVIEW: Draws shapes with a brush, one after another, each over the one before
    it, until all are drawn.

    USAGE: paint draw [--output <output>] [--tag <word>] [--bias <bias>] [--quiet]
           [--force] [--width <width>] [--shade <shade>] <shape> [<points> ...]

    ARGUMENTS:
      <shape>                 What to draw.
      <points> ...            Where.

    BRUSH OPTIONS:
      --width <width>         Width in pixels. (default: 3)
      --shade <shade>         How dark. (values: light, middle, dark; default:
                              middle)

    OPTIONS:
      -o, --output <output>   Where to write.
      --tag <word>            A word to attach.
      --bias <bias>           Added to every value. (default: 0)
      -q, --quiet             Say nothing.
      -f, --force             Paint over.
      -h, --help              Show help information.
    """

  private let stock = """
    OVERVIEW: What is there.

    USAGE: paint stock <command>

    OPTIONS:
      -h, --help              Show help information.

    COMMANDS:
      count                   Counts.
      order                   Orders more.

      See 'paint help stock <command>' for detailed help.
    """

  @Test func screens() {
    #expect(Paint.helpMessage() == root)
    #expect(Paint.helpMessage(for: Draw.self) == draw)
    #expect(Paint.helpMessage(for: Stock.self) == stock)
  }

  @Test(arguments: [
    "--help", "-h", "help", "draw --help", "draw line -qh", "help draw", "draw --width x --help", "stock -h",
    "help stock",
  ])
  func everyWayToAsk(line: String) {
    let words = line.split(separator: " ").map(String.init)
    let expected = line.contains("draw") ? draw : line.contains("stock") ? stock : root
    #expect {
      _ = try Paint.parseAsRoot(words)
    } throws: { error in
      Paint.fullMessage(for: error) == expected && Paint.exitCode(for: error) == .success
    }
  }

  @Test func withoutACommandAndAfterTheTerminator() throws {
    var command = try Paint.parseAsRoot([])
    #expect {
      try command.run()
    } throws: { error in
      Paint.fullMessage(for: error) == root
    }
    let draw = try Paint.parseAsRoot(["draw", "--", "--help"])
    #expect((draw as? Draw)?.shape == "--help")
  }
}
