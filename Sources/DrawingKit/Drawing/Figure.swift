/// A whole figure: one picture, or frames that follow each other.
public struct Figure: Sendable {
  /// What it shows, in one line: the title of SVG and PDF, and the alternative text of pages.
  public let title: String
  /// The still picture, of an animation too.
  public let content: any Block
  /// The frames of an animation; empty for a figure that does not move. All are of one size.
  public let frames: [any Block]
  /// How long each frame stands, in hundredths of a second.
  public let frameDelay: Int

  /// A figure around its content.
  public init(title: String, _ content: any Block, frames: [any Block] = [], frameDelay: Int = 100) {
    self.title = title
    self.content = content
    self.frames = frames
    self.frameDelay = frameDelay
  }
}
