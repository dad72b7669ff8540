// What a page calls in the WebAssembly build of ConvolutionCore (see `make wasm`; the package does not build this
// file). Pictures and kernels are Float32 arrays in the module's memory, from `allocate` (runtime.c); a call that allocates can
// grow that memory, so views on it must be made anew afterwards.

/// Convolves `width` × `height` values into `result` and returns how many values the map has; with no result it only
/// counts them. −1 when the request makes no sense, −2 when `capacity` values do not hold the map.
///
/// `options` is ten 32-bit integers: kernel width, kernel height, stride, dilation, padding (0 valid, 1 same, 2 full,
/// 3 explicit), explicit padding, border (0 zero, 1 replicate, 2 reflect, 3 mirror, 4 wrap), flip, 1 for the naive
/// reference; the last receives the width of the map.
@_expose(wasm, "convolve") @_cdecl("convolve")
func convolve(
  _ source: UnsafePointer<Float>, _ width: Int32, _ height: Int32, _ numerators: UnsafePointer<Float>, _ divisor: Float,
  _ bias: Float, _ options: UnsafeMutablePointer<Int32>, _ result: UnsafeMutablePointer<Float>?, _ capacity: Int32
) -> Int32 {
  guard let request = ConvolutionRequest(width, height, numerators, divisor, bias, options) else { return -1 }
  do {
    let map = try request.convolution.outputSize(of: request.source, kernel: request.kernel.size)
    options[9] = Int32(map.width)
    guard let result else { return Int32(map.width * map.height) }
    guard map.width * map.height <= Int(capacity) else { return -2 }
    let plane = request.plane(source)
    let values =
      options[8] != 0
      ? try request.convolution.reference(plane, with: request.kernel)
      : try request.convolution.apply(plane, with: request.kernel)
    result.update(from: values.values, count: values.values.count)
    return Int32(values.values.count)
  } catch {
    return -1
  }
}

/// What ``convolve`` is asked for, checked.
struct ConvolutionRequest {
  let source: Size
  let kernel: Kernel
  let convolution: Convolution

  /// Nil when the request makes no sense.
  init?(
    _ width: Int32, _ height: Int32, _ numerators: UnsafePointer<Float>, _ divisor: Float, _ bias: Float,
    _ options: UnsafePointer<Int32>
  ) {
    let size = Size(width: Int(options[0]), height: Int(options[1]))
    guard width >= 0, height >= 0, size.width > 0, size.height > 0,
      let padding = padding(options[4], Int(options[5])), Border.allCases.indices.contains(Int(options[6])),
      let kernel = try? Kernel(
        width: size.width, height: size.height,
        numerators: Array(UnsafeBufferPointer(start: numerators, count: size.width * size.height)), divisor: divisor)
    else { return nil }
    source = Size(width: Int(width), height: Int(height))
    self.kernel = kernel
    convolution = Convolution(
      stride: Int(options[2]), padding: padding, border: Border.allCases[Int(options[6])], dilation: Int(options[3]),
      bias: bias, flip: options[7] != 0)
  }

  /// The picture at `values`.
  func plane(_ values: UnsafePointer<Float>) -> Plane {
    Plane(
      width: source.width, height: source.height,
      values: Array(UnsafeBufferPointer(start: values, count: source.width * source.height)))
  }
}

func padding(_ kind: Int32, _ count: Int) -> Padding? {
  switch kind {
  case 0: .valid
  case 1: .same
  case 2: .full
  case 3: .explicit(count)
  default: nil
  }
}

/// Applies a function to `count` values in place: 1 ReLU, 2 leaky ReLU with `parameter` as its slope, 3 tanh and
/// 4 sigmoid at the scale `parameter`.
@_expose(wasm, "activate") @_cdecl("activate")
func activate(_ values: UnsafeMutablePointer<Float>, _ count: Int32, _ kind: Int32, _ parameter: Float) {
  let activation: Activation =
    switch kind {
    case 1: .relu
    case 2: .leakyReLU(slope: parameter)
    case 3: .tanh
    case 4: .sigmoid
    default: .none
    }
  activation.apply(to: UnsafeMutableBufferPointer(start: values, count: Int(count)), scale: parameter)
}

/// Pools `width` × `height` values (kind 0 the maximum, 1 the average, 2 the sum) and returns how many values the map
/// has; errors and a missing result are as in `convolve`.
@_expose(wasm, "pool") @_cdecl("pool")
func pool(
  _ source: UnsafePointer<Float>, _ width: Int32, _ height: Int32, _ kind: Int32, _ window: Int32, _ stride: Int32,
  _ result: UnsafeMutablePointer<Float>?, _ capacity: Int32
) -> Int32 {
  let pooling = Pooling(
    kind == 0 ? .max : kind == 1 ? .average : .sum, window: Int(window), stride: Int(stride))
  guard width >= 0, height >= 0 else { return -1 }
  do {
    let size = Size(width: Int(width), height: Int(height))
    let map = try pooling.outputSize(of: size)
    guard let result else { return Int32(map.width * map.height) }
    guard map.width * map.height <= Int(capacity) else { return -2 }
    let plane = Plane(
      width: size.width, height: size.height,
      values: Array(UnsafeBufferPointer(start: source, count: size.width * size.height)))
    let values = try pooling.apply(plane).values
    result.update(from: values, count: values.count)
    return Int32(values.count)
  } catch {
    return -1
  }
}
