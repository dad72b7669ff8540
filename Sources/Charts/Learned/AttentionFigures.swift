import ConvolutionCore
import DrawingKit

extension Figure {
  /// Which pixels move the answer, beside the picture.
  public static func saliency(_ strength: Plane, picture: Pixels.Content, answer: String, title: String) -> Figure {
    let limit = strength.limit
    return beside(
      picture, Pixels(.map(strength, .gray(0, limit)), width: 150),
      ColourBar(.map(.gray(0, limit)), length: 120),
      caption: "size of the slope of “\(answer)” along each pixel", title: title)
  }

  /// How much of the answer's probability a covering square takes away, beside the picture.
  ///
  /// `side` is the square's, in pixels, `cover` its colour; `whole` the probability without it.
  public static func occlusion(
    _ loss: Plane, picture: Pixels.Content, answer: String, whole: Double, side: Int, cover: [UInt8],
    title: String
  ) -> Figure {
    beside(
      picture, Pixels(.diverging(loss, limit: loss.limit), width: 150),
      ColourBar(.diverging(limit: loss.limit), length: 120),
      caption: """
        probability of “\(answer)” that a \(colour(cover)) square of \(side)×\(side) takes away when its middle lies here; \
        without the square \(NumberText.percent(whole))
        """, title: title)
  }

  /// A colour in words: `black`, `gray (33 of 255)`, `coloured (120, 116, 104 of 255)`.
  private static func colour(_ values: [UInt8]) -> String {
    if values.allSatisfy({ $0 == 0 }) { return "black" }
    if values.allSatisfy({ $0 == 255 }) { return "white" }
    if let first = values.first, values.allSatisfy({ $0 == first }) { return "gray (\(first) of 255)" }
    return "coloured (\(values.map { "\($0)" }.joined(separator: ", ")) of 255)"
  }

  private static func beside(
    _ picture: Pixels.Content, _ map: Pixels, _ legend: ColourBar, caption: String, title: String
  ) -> Figure {
    Figure(
      title: title,
      Column(
        [
          Text(title, .title),
          Row(
            [
              Pixels(picture, width: 150).captioned("what the network sees", width: 150),
              Column([map, legend], spacing: 5).captioned(caption, width: 190),
            ], spacing: 20, alignment: .leading),
        ], spacing: 10))
  }
}
