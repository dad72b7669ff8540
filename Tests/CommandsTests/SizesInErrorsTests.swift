import ConvolutionCore
import Datasets
import DrawingKit
import KernelFiles
import NetworkDescription
import PictureFiles
import Testing

/// One way to say a size: two numbers are width×height, of a picture, a kernel or a window of a filter; three are
/// channels×rows×columns. A network's windows are rows×columns, as its SPEC writes them.
@Suite struct SizesInErrorsTests {
  static let picture = Size(width: 7, height: 5)
  static let kernel = Size(width: 9, height: 8)
  static let map = Shape(channels: 3, height: 5, width: 7)
  static let other = Shape(channels: 2, height: 6, width: 4)

  static let ofPictures: [any Error] = [
    ConvolutionError.kernelCountMismatch(width: 9, height: 8, count: 1),
    ConvolutionError.kernelLargerThanPlane(kernel: kernel, plane: picture, padded: picture),
    ConvolutionError.kernelLargerThanPlane(kernel: kernel, plane: picture, padded: Size(width: 9, height: 7)),
    ConvolutionError.mapTooLarge(picture),
    ConvolutionError.windowNotPositive(Size(width: 7, height: 0)),
    ConvolutionError.windowLargerThanPlane(window: kernel, plane: picture),
    ImageError.tooManyPixels(width: 7, height: 5, limit: 9),
    ImageError.fileTooSmall(.png, bytes: 1, width: 7, height: 5),
    FigureError.tooLarge(what: "picture", found: picture, limit: 3),
    FigureError.pictureTooSmall(found: picture, needed: 9),
    FigureError.convolution(.kernelLargerThanPlane(kernel: kernel, plane: picture, padded: picture)),
  ]

  static let ofNetworks: [any Error] = [
    NetworkError.shapesDiffer(layer: "add", shapes: [map, other]),
    NetworkError.vectorExpected(layer: "rbf1", found: map),
    NetworkError.parameterShape("conv1.weight", expected: [2, 3, 5, 7], found: [2, 6, 4]),
    NetworkError.inputShape(expected: map, found: other),
    NetworkError.outputsDoNotMatchClasses(outputs: map, classes: 4),
    DatasetError.emptyPicture(channels: 3, height: 5, width: 7),
    DatasetError.shapesDiffer(training: [3, 5, 7], test: [2, 6, 4]),
    DatasetFileError.shapesDiffer(path: "p", training: [3, 5, 7], test: [2, 6, 4]),
    DatasetFileError.notDigits(name: "p", shape: [3, 5, 7]),
    DatasetFileError.truncated(path: "p", dimensions: [3, 5, 7], expected: 121, found: 9),
    DatasetFileError.oversized(path: "p", dimensions: [3, 5, 7], expected: 121),
    DatasetFileError.tooLarge(path: "p", dimensions: [3, 5, 7], limit: 9),
    DatasetFileError.gzipTooSmall(path: "p", dimensions: [3, 5, 7], expected: 121, found: 9),
    DatasetFileError.impossibleSize(path: "p", dimensions: [3, 5, 7]),
  ]

  /// Every group of numbers with × between them.
  private func sizes(in text: String) -> [[Int]] {
    // "channels × rows × columns" are words.
    text.split { !$0.isNumber && $0 != "×" }.filter { $0 != "×" }
      .map { $0.split(separator: "×", omittingEmptySubsequences: false).map { Int($0) ?? -1 } }
      .filter { $0.count > 1 }
  }

  @Test(arguments: 0..<ofPictures.count) func twoNumbersAreWidthAndHeight(_ index: Int) {
    let text = "\(Self.ofPictures[index])"
    let allowed = [[7, 5], [9, 8], [9, 7], [7, 0], [1, 1], [3, 3], [9, 9]]
    #expect(!sizes(in: text).isEmpty && sizes(in: text).allSatisfy(allowed.contains), "\(text)")
  }

  @Test(arguments: 0..<ofNetworks.count) func threeNumbersAreChannelsRowsAndColumns(_ index: Int) {
    let text = "\(Self.ofNetworks[index])"
    let allowed = [[3, 5, 7], [2, 6, 4], [2, 3, 5, 7]]
    #expect(!sizes(in: text).isEmpty && sizes(in: text).allSatisfy(allowed.contains), "\(text)")
  }

  @Test func aWindowOfANetworkIsRowsAndColumns() {
    let error = NetworkError.windowTooLarge(layer: "conv1", window: Self.kernel, input: Self.map, padding: .none)
    #expect("\(error)".hasPrefix("conv1: a window of 8×9 does not fit into 3×5×7;"))
  }
}
