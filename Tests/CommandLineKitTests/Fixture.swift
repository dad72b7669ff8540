import CommandLineKit

/// A small command tree that has every kind of declaration.
struct Paint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paint", abstract: "Paints.", version: "1.2.3", subcommands: [Draw.self, Stock.self, Secret.self])
}

enum Shade: String, CaseIterable, ExpressibleByArgument {
  case light, middle, dark
}

struct Brush: ParsableArguments {
  @Option(help: "Width in pixels.") var width = 3
  @Option(help: "How dark.") var shade = Shade.middle

  mutating func validate() throws {
    guard width > 0 else { throw ValidationError("The width is \(width); it must be at least 1.") }
  }
}

struct Draw: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draws shapes with a brush, one after another, each over the one before it, until all are drawn.")

  @Argument(help: "What to draw.") var shape: String
  @Argument(help: "Where.") var points: [Int] = []
  @Option(name: .shortAndLong, help: "Where to write.", completion: .file(extensions: ["png"])) var output: String?
  @Option(name: .customLong("tag"), help: ArgumentHelp("A word to attach.", valueName: "word")) var tags: [String] = []
  @Option(help: "Added to every value.") var bias: Float = 0
  @Flag(name: .shortAndLong, help: "Say nothing.") var quiet = false
  @Flag(name: .shortAndLong, help: "Paint over.") var force = false
  @OptionGroup(title: "Brush options") var brush: Brush
}

struct Stock: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "What is there.", subcommands: [Count.self, Order.self])
}

struct Count: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Counts.")
  @Argument(help: "Which one.") var shelf: String?
  @Flag(help: .hidden) var deep = false

  var needs: [OptionNeed] { [OptionNeed("--deep", isMet: shelf != nil, "without a shelf")] }
}

struct Order: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Orders more.")
  @Option(help: "Of which paint.") var paint: String
  @Argument(help: "How many.") var amounts: [Int]
}

struct Secret: ParsableCommand {
  static let configuration = CommandConfiguration(shouldDisplay: false)
}
