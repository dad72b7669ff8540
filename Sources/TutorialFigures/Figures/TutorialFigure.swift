import DrawingKit

/// One of the tutorial's figures: drawn anew from its inputs each time.
public struct TutorialFigure: Sendable {
  /// An input that an option of `cnnlab figures` can replace.
  public enum Input: String, Sendable, CaseIterable {
    /// A picture.
    case image
    /// A kernel, or several.
    case kernel
    /// A matrix of numbers.
    case matrix
    /// A trained network.
    case model
  }

  /// Its place in the tutorial, as "5b".
  public let number: String
  /// Its name on the command line.
  public let name: String
  /// What it shows, in one line.
  public let shows: String
  /// Which inputs make a difference to it.
  public let inputs: [Input]
  /// True when it can be a GIF.
  public let isAnimated: Bool
  private let make: @Sendable (FigureInputs) throws(FigureError) -> FigureParts

  init(
    _ number: String, _ name: String, _ shows: String, inputs: [Input] = [], isAnimated: Bool = false,
    make: @escaping @Sendable (FigureInputs) throws(FigureError) -> FigureParts
  ) {
    self.number = number
    self.name = name
    self.shows = shows
    self.inputs = inputs
    self.isAnimated = isAnimated
    self.make = make
  }

  /// The name of its file without the ending: sorted by name, files stand in the tutorial's order.
  public var fileStem: String {
    let digits = number.prefix { $0.isNumber }
    return (digits.count < 2 ? "0" : "") + number + "-" + name
  }

  /// The figure of these inputs, with its title above and the command that makes it below.
  public func figure(_ inputs: FigureInputs = FigureInputs()) throws(FigureError) -> Figure {
    let parts = try make(inputs)
    let footer = inputs.commandLine(for: self)
    func whole(_ block: any Block) -> any Block {
      Column([Text(parts.title, .title), block, Paragraph(footer, width: 440, .small, .faint, .centre)], spacing: 10)
    }
    return Figure(
      title: "\(parts.title): \(shows)", whole(parts.content), frames: parts.frames.map(whole),
      frameDelay: parts.frameDelay)
  }
}

/// What a figure is made of, before title and footer.
struct FigureParts: Sendable {
  var title: String
  var content: any Block
  var frames: [any Block] = []
  var frameDelay = 100
}
