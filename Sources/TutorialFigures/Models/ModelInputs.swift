import ConvolutionCore
import Datasets
import DrawingKit
import NetworkDescription
import PictureFiles

extension FigureInputs {
  /// A digit network's pass over the picture given, or over the sample's 8.
  func digitPass() throws(FigureError) -> ForwardPass {
    let model = model?.model ?? DefaultModel.visualizer
    guard model.input == Shape(channels: 1, height: 28, width: 28) else {
      throw .unsuitableModel("it takes pictures of \(model.input.text), and digits are of 1×28×28")
    }
    return try ForwardPass(model, [try FigureInputs.digit((image?.picture ?? DefaultPicture.eight).gray())])
  }

  /// The digit of a photograph or scan, as MNIST has it; a picture of 28×28 on black is one already.
  static func digit(_ picture: Plane) throws(FigureError) -> Plane {
    let side = PreparedDigit.side
    if picture.width == side, picture.height == side, picture.values[0] < 64 { return picture }
    guard let digit = PreparedDigit(picture) else { throw .noDigit }
    return Plane(width: side, height: side, values: digit.pixels.map { Float($0) })
  }

  /// A network's pass over the middle square of a picture, scaled to its input.
  func picturePass(_ picture: PictureFiles.Picture) throws(FigureError) -> ForwardPass {
    let model = model?.model ?? DefaultModel.convNet
    let input = model.input
    guard input.height == input.width, input.channels == 1 || input.channels == 3 else {
      throw .unsuitableModel("it takes pictures of \(input.text), neither gray nor coloured squares")
    }
    let square = squarePicture(picture)
    guard square[0].width >= input.width else { throw .pictureTooSmall(found: square[0].size, needed: input.width) }
    let channels = input.channels == 1 ? [PictureFiles.Picture(channels: square).gray()] : square
    return try ForwardPass(
      model,
      (0..<input.channels).map { index in
        channels[min(index, channels.count - 1)].scaled(to: Size(width: input.width, height: input.height))
      })
  }

  /// The middle square of a picture.
  func squarePicture(_ picture: PictureFiles.Picture) -> [Plane] {
    let side = min(picture.width, picture.height)
    return picture.channels.map {
      $0.cropped(x: (picture.width - side) / 2, y: (picture.height - side) / 2, width: side, height: side)
    }
  }
}
