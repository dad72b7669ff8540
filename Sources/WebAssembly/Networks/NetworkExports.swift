import ConvolutionCore
import NetworkDescription
import NetworkEngine

// What a page calls to run a network. A handle is the address of an object that lives until it is released. Arrays lie
// in the module's memory, from `allocate` (runtime.c); a call that allocates can grow that memory, so views on it must
// be made anew afterwards. Whole numbers are 32-bit integers, values 32-bit floats.

/// A network and its last inference.
final class PageNetwork {
  var network: Network
  private var inference: Inference?

  init(_ network: Network) { self.network = network }

  /// Laid out once for the present numbers.
  var ready: Inference {
    if let inference { return inference }
    let inference = Inference(network)
    self.inference = inference
    return inference
  }

  /// Puts other numbers into the network.
  func replace(_ network: Network) {
    self.network = network
    inference = nil
  }
}

func object<Object: AnyObject>(_ handle: UnsafeMutableRawPointer) -> Object {
  Unmanaged<Object>.fromOpaque(handle).takeUnretainedValue()
}

func handle(_ object: some AnyObject) -> UnsafeMutableRawPointer { Unmanaged.passRetained(object).toOpaque() }

/// Gives a network back.
@_expose(wasm, "network_release") @_cdecl("network_release")
func networkRelease(_ network: UnsafeMutableRawPointer) {
  Unmanaged<PageNetwork>.fromOpaque(network).release()
}

/// Arrays of numbers that the network has.
@_expose(wasm, "parameter_count") @_cdecl("parameter_count")
func parameterCount(_ network: UnsafeMutableRawPointer) -> Int32 {
  let page: PageNetwork = object(network)
  return Int32(page.network.values.count)
}

/// Numbers of array `index`; −1 where there is none.
@_expose(wasm, "parameter_size") @_cdecl("parameter_size")
func parameterSize(_ network: UnsafeMutableRawPointer, _ index: Int32) -> Int32 {
  let page: PageNetwork = object(network)
  guard page.network.values.indices.contains(Int(index)) else { return -1 }
  return Int32(page.network.values[Int(index)].count)
}

/// Copies array `index` to `values`, as PyTorch orders it.
@_expose(wasm, "parameter_read") @_cdecl("parameter_read")
func parameterRead(_ network: UnsafeMutableRawPointer, _ index: Int32, _ values: UnsafeMutablePointer<Float>) {
  let page: PageNetwork = object(network)
  guard page.network.values.indices.contains(Int(index)) else { return }
  let numbers = page.network.values[Int(index)]
  values.update(from: numbers, count: numbers.count)
}

/// Puts all arrays, behind each other, into the network; 0, or −1 where the count does not fit.
@_expose(wasm, "parameters_write") @_cdecl("parameters_write")
func parametersWrite(_ network: UnsafeMutableRawPointer, _ values: UnsafePointer<Float>, _ count: Int32) -> Int32 {
  let page: PageNetwork = object(network)
  guard Int(count) == page.network.values.reduce(0, { $0 + $1.count }) else { return -1 }
  var place = values
  var arrays: [[Float]] = []
  for old in page.network.values {
    arrays.append(Array(UnsafeBufferPointer(start: place, count: old.count)))
    place += old.count
  }
  page.replace(page.network.with(arrays))
  return 0
}

/// What pixels are turned into: (pixel / 255 − mean) / deviation, `count` of each.
@_expose(wasm, "normalization_set") @_cdecl("normalization_set")
func normalizationSet(
  _ network: UnsafeMutableRawPointer, _ mean: UnsafePointer<Float>, _ deviation: UnsafePointer<Float>, _ count: Int32
) {
  guard count > 0 else { return }
  let page: PageNetwork = object(network)
  var changed = page.network
  changed.normalization = Normalization(
    mean: Array(UnsafeBufferPointer(start: mean, count: Int(count))),
    deviation: Array(UnsafeBufferPointer(start: deviation, count: Int(count))))
  page.replace(changed)
}

/// Values of all layers' maps together.
@_expose(wasm, "activation_count") @_cdecl("activation_count")
func activationCount(_ network: UnsafeMutableRawPointer) -> Int32 {
  let page: PageNetwork = object(network)
  return Int32(page.network.architecture.shapes.reduce(0) { $0 + $1.count })
}

/// Channels, rows and columns of every layer's map, three numbers each.
@_expose(wasm, "shapes_read") @_cdecl("shapes_read")
func shapesRead(_ network: UnsafeMutableRawPointer, _ target: UnsafeMutablePointer<Int32>) {
  let page: PageNetwork = object(network)
  for (index, shape) in page.network.architecture.shapes.enumerated() {
    target[3 * index] = Int32(shape.channels)
    target[3 * index + 1] = Int32(shape.height)
    target[3 * index + 2] = Int32(shape.width)
  }
}

/// What every layer makes of one picture of C × H × W bytes, layer behind layer; −1 where it does not fit.
@_expose(wasm, "forward") @_cdecl("forward")
func forward(
  _ network: UnsafeMutableRawPointer, _ pixels: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<Float>
) -> Int32 {
  let page: PageNetwork = object(network)
  let count = page.network.architecture.input.count
  do {
    var place = target
    for map in try page.ready.activations(of: Array(UnsafeBufferPointer(start: pixels, count: count))) {
      place.update(from: map.values, count: map.values.count)
      place += map.values.count
    }
    return 0
  } catch {
    return -1
  }
}
