import DrawingKit

/// A picture that a network read wrongly.
public struct Mistake: Sendable {
  /// The picture.
  public var picture: Pixels.Content
  /// Its class.
  public var truth: String
  /// The class it was taken for.
  public var answer: String
  /// How sure the network was of its answer, 0…1.
  public var probability: Double

  /// A mistake.
  public init(picture: Pixels.Content, truth: String, answer: String, probability: Double) {
    self.picture = picture
    self.truth = truth
    self.answer = answer
    self.probability = probability
  }
}

extension Figure {
  /// The pictures a network is most wrong about, each with its true class and the one it was taken for.
  public static func worstMistakes(
    _ mistakes: [Mistake], columns: Int = 6, side: Double = 64, title: String = "Worst mistakes"
  ) -> Figure {
    let items = mistakes.map { mistake in
      (
        picture: Pixels(mistake.picture, width: side) as any Block,
        caption: "\(mistake.truth) read as \(mistake.answer)\n\(NumberText.percent(mistake.probability)) sure"
      )
    }
    let montage = Montage(items, columns: columns, captionWidth: side + 24)
    return Figure(title: title, Column([Text(title, .title), montage], spacing: 10))
  }
}
