/// One layer of a network as plain numbers: what a page can hand over, and all that its values need.
public struct TracedLayer: Sendable, Equatable {
  /// What the layer does with its inputs.
  public enum Operation: Int32, Sendable {
    /// Correlation with learned kernels; a fully connected layer is one whose kernel is as large as its input.
    case convolution
    /// One value for each window.
    case pooling
    /// A function of every value.
    case activation
    /// scale · value + shift for each channel: batch normalisation when it does not learn.
    case affine
    /// The sum of each window, then scale and shift for each channel: the subsampling of 1998.
    case subsampling
    /// −½ Σ (value − pattern)².
    case radialBasis
    /// Probabilities over the channels of every position.
    case softmax
    /// The values as they are, then zeros where there are more: dropout when it does not learn, flatten and widen.
    case copy
    /// Element-wise sum of the inputs.
    case sum
    /// The channels of the inputs behind each other.
    case concatenation
    /// Each value divided by what it and its neighbouring channels have; the kind is their number.
    case localResponse
  }

  /// What is taken of a pooling window.
  public enum PoolingKind: Int32, Sendable {
    /// The largest value.
    case max
    /// The mean.
    case average
    /// The sum.
    case sum
  }

  /// A function of one value.
  public enum Function: Int32, Sendable {
    /// max(0, x).
    case relu
    /// x where positive, slope · x elsewhere.
    case leakyReLU
    /// The hyperbolic tangent.
    case tanh
    /// 1.7159 · tanh(⅔ x).
    case scaledTanh
    /// 1 / (1 + e⁻ˣ).
    case sigmoid
  }

  /// C × H × W.
  public struct Shape: Sendable, Equatable {
    /// Maps.
    public let channels: Int
    /// Rows.
    public let height: Int
    /// Columns.
    public let width: Int

    /// A shape.
    public init(channels: Int, height: Int, width: Int) {
      self.channels = channels
      self.height = height
      self.width = width
    }

    /// Values.
    public var count: Int { channels * height * width }
    /// Values of one map.
    public var area: Int { height * width }
  }

  /// Numbers of a layer in the list that ``init(_:)`` takes.
  public static let recordLength = 21
  /// The most inputs that a layer can have.
  public static let largestInputCount = 4

  let operation: Operation
  /// Numbers of earlier layers; −1 is the picture.
  let inputs: [Int]
  let output: Shape
  let kernelHeight: Int, kernelWidth: Int
  let strideY: Int, strideX: Int
  /// Rows added on top and columns on the left; pixels from one tap to the next.
  let top: Int, left: Int
  let dilationY: Int, dilationX: Int
  let groups: Int
  /// Of the pooling or the function; the channels of a local response.
  let kind: Int32
  /// Where its weights (scales, patterns, slope, or α, β and k) and its biases (shifts) begin among the parameters; −1 without.
  let weights: Int, biases: Int

  /// A layer from its record: operation, count of inputs, four inputs, C, H, W, kernel rows and columns, strides along
  /// both axes, padding on top, dilation of rows, groups, kind, first weight, first bias, padding on the left and dilation
  /// of columns; nil where that is no layer.
  public init?(_ record: ArraySlice<Int32>) {
    guard record.count == TracedLayer.recordLength else { return nil }
    let numbers = record.map { Int($0) }
    guard let operation = Operation(rawValue: Int32(numbers[0])), numbers[1] >= 1,
      numbers[1] <= TracedLayer.largestInputCount, numbers[6] > 0, numbers[7] > 0, numbers[8] > 0, numbers[11] > 0,
      numbers[12] > 0, numbers[14] > 0, numbers[15] > 0, numbers[20] > 0
    else { return nil }
    self.operation = operation
    inputs = Array(numbers[2..<2 + numbers[1]])
    output = Shape(channels: numbers[6], height: numbers[7], width: numbers[8])
    kernelHeight = numbers[9]
    kernelWidth = numbers[10]
    strideY = numbers[11]
    strideX = numbers[12]
    top = numbers[13]
    left = numbers[19]
    dilationY = numbers[14]
    dilationX = numbers[20]
    groups = numbers[15]
    kind = Int32(numbers[16])
    weights = numbers[17]
    biases = numbers[18]
  }
}
