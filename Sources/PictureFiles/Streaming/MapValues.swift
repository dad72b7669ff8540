import ConvolutionCore

/// The values of one map, computed from decoded rows: a kernel's convolution or the gradient of two, then functions of
/// every value.
struct MapValues: Sendable {
  /// The size of the map.
  let output: Size
  private let convolutions: [ByteConvolution]
  private let gradient: Gradient?
  /// What is added to a gradient.
  private let bias: Float
  private let activations: [Activation]
  private let isTall: Bool

  /// - Throws: `ConvolutionError` where the request does not fit pictures of size `source`.
  init(_ request: StreamingFilter.Request, source: Size) throws(ConvolutionError) {
    activations = request.activations
    var convolution = request.convolution
    switch request.operator {
    case .kernel(let kernel):
      convolutions = [try ByteConvolution(convolution, kernel: kernel, source: source)]
      gradient = nil
      bias = 0
    case .gradient(let gradient):
      bias = convolution.bias
      convolution.bias = 0
      convolutions = [
        try ByteConvolution(convolution, kernel: gradient.x, source: source),
        try ByteConvolution(convolution, kernel: gradient.y, source: source),
      ]
      self.gradient = gradient
    }
    output = convolutions[0].output
    isTall = request.operator.height > 8
  }

  /// The picture's width.
  var sourceWidth: Int { convolutions[0].source.width }

  /// The picture's rows that the map's rows `rows` need.
  func sourceRows(for rows: Range<Int>) -> Range<Int> { convolutions[0].sourceRows(for: rows) }

  /// The convolution whose clamped bytes are the map's; nil where the map is more than that.
  var bytes: ByteConvolution? {
    // Clamping takes away what ReLU takes away.
    gradient == nil && activations.allSatisfy { $0 == .relu } ? convolutions[0] : nil
  }

  /// Rows to compute at once of `count`: few enough to stay in the cache, unless a tall kernel shares its source rows.
  func rowsAtOnce(_ count: Int) -> Int { isTall ? count : min(count, 32) }

  /// Computes the map's rows `rows` into `result`, row by row without gaps.
  func apply(
    to lines: UnsafePointer<UnsafePointer<UInt8>>, rows: Range<Int>, into result: UnsafeMutablePointer<Float>
  ) {
    let count = rows.count * output.width
    convolutions[0].apply(to: lines, rows: rows, into: result)
    if let gradient {
      let along = UnsafeMutablePointer<Float>.allocate(capacity: count)
      defer { along.deallocate() }
      convolutions[1].apply(to: lines, rows: rows, into: along)
      gradient.combine(result, along, count: count, bias: bias)
    }
    for activation in activations {
      activation.apply(
        to: UnsafeMutableBufferPointer(start: result, count: count), scale: Activation.pictureScale)
    }
  }
}
