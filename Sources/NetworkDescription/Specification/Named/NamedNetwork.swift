/// A network known by name, with the pictures it is meant for.
public struct NamedNetwork: Sendable {
  /// What it is called.
  public let name: String
  /// When it was published; nil for those of this tutorial.
  public let year: Int?
  /// One line about it: what it introduced, and which of its versions this is.
  public let summary: String
  /// The pictures it is meant for; others work where the shapes fit.
  public let input: Shape
  /// Writes the layers; those of the long networks take thousands of words.
  private let write: @Sendable () -> String

  init(
    _ name: String, year: Int? = nil, input: Shape, summary: String, layers write: @escaping @Sendable () -> String
  ) {
    self.name = name
    self.year = year
    self.summary = summary
    self.input = input
    self.write = write
  }

  /// Its layers in one line.
  public var text: String { write() }

  /// Its layers.
  public var specification: NetworkSpecification {
    get throws(NetworkError) { try NetworkSpecification(parsing: text) }
  }

  /// The network called `name`; nil when there is none.
  public static func named(_ name: String) -> NamedNetwork? { all.first { $0.name == name } }

  /// All of them: the small ones of the tutorial, then those of its history.
  public static let all: [NamedNetwork] = small + alexNets + vggs + googLeNets + resNets + denseNets

  /// Gray digits of 28×28 pixels, which padding 2 makes the 32×32 of LeNet's paper.
  static let digits = Shape(channels: 1, height: 28, width: 28)
  /// Colour photographs of 32×32 pixels, as CIFAR's.
  static let thumbnails = Shape(channels: 3, height: 32, width: 32)
  /// Colour photographs of 224×224 pixels, as ImageNet's are cut.
  static let photographs = Shape(channels: 3, height: 224, width: 224)
}
