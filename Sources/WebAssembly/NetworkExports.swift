// Networks in the page: load one, run it on a picture, ask how a value came about.

/// The networks that the page has loaded; a handle is an index and one.
nonisolated(unsafe) var networks: [TracedNetwork] = []

/// Loads a network and returns its handle, or 0 where it is none.
///
/// `description` is C, H, W of the pictures, the count of layers, and a record of 21 numbers for each (see
/// `TracedLayer`); `parameters` holds `parameterCount` weights and biases, then a factor and a summand of pixels for
/// each channel. With a handle that there is, the network takes that one's place.
@_expose(wasm, "network_load") @_cdecl("network_load")
func networkLoad(
  _ handle: Int32, _ description: UnsafePointer<Int32>, _ parameters: UnsafePointer<Float>, _ parameterCount: Int32
) -> Int32 {
  let input = TracedLayer.Shape(
    channels: Int(description[0]), height: Int(description[1]), width: Int(description[2]))
  let records = Array(
    UnsafeBufferPointer(start: description + 4, count: Int(description[3]) * TracedLayer.recordLength))
  var layers: [TracedLayer] = []
  for number in 0..<Int(description[3]) {
    let start = number * TracedLayer.recordLength
    guard let layer = TracedLayer(records[start..<start + TracedLayer.recordLength]) else { return 0 }
    layers.append(layer)
  }
  let scales = parameters + Int(parameterCount)
  guard input.channels > 0, input.height > 0, input.width > 0,
    let network = TracedNetwork(
      input: input, layers: layers,
      parameters: Array(UnsafeBufferPointer(start: parameters, count: Int(parameterCount))),
      pixelScales: Array(UnsafeBufferPointer(start: scales, count: input.channels)),
      pixelShifts: Array(UnsafeBufferPointer(start: scales + input.channels, count: input.channels)))
  else { return 0 }
  if handle > 0, Int(handle) <= networks.count {
    networks[Int(handle) - 1] = network
    return handle
  }
  networks.append(network)
  return Int32(networks.count)
}

/// How many values the network has for a picture, the picture's own first.
@_expose(wasm, "network_value_count") @_cdecl("network_value_count")
func networkValueCount(_ handle: Int32) -> Int32 { Int32(networks[Int(handle) - 1].valueCount) }

/// Runs a network on C × H × W bytes; `result` receives every value, then the probabilities of the classes.
@_expose(wasm, "network_run") @_cdecl("network_run")
func networkRun(_ handle: Int32, _ pixels: UnsafePointer<UInt8>, _ result: UnsafeMutablePointer<Float>) {
  let network = networks[Int(handle) - 1]
  let values = network.values(of: UnsafeBufferPointer(start: pixels, count: network.input.count))
  result.update(from: values, count: values.count)
  let probabilities = network.probabilities(values)
  (result + values.count).update(from: probabilities, count: probabilities.count)
}

/// Writes how value `index` of layer `layer` came about: bias and value, then source, value, weight, product and sum of
/// each term. Returns the count of terms; −2 when `capacity` floats do not hold them.
@_expose(wasm, "network_trace") @_cdecl("network_trace")
func networkTrace(
  _ handle: Int32, _ layer: Int32, _ index: Int32, _ values: UnsafePointer<Float>,
  _ result: UnsafeMutablePointer<Float>, _ capacity: Int32
) -> Int32 {
  let network = networks[Int(handle) - 1]
  let trace = network.trace(
    layer: Int(layer), index: Int(index), in: Array(UnsafeBufferPointer(start: values, count: network.valueCount)))
  guard 2 + 5 * trace.terms.count <= Int(capacity) else { return -2 }
  result[0] = trace.bias
  result[1] = trace.value
  var next = result + 2
  for term in trace.terms {
    next[0] = Float(term.source)
    next[1] = term.value
    next[2] = term.weight
    next[3] = term.product
    next[4] = term.sum
    next += 5
  }
  return Int32(trace.terms.count)
}

/// The probability of class `answer` with a square of side `side` around pixel (`row`, every column) covered by the
/// bytes `cover`, one for each channel: one row of an occlusion map.
@_expose(wasm, "network_occlude") @_cdecl("network_occlude")
func networkOcclude(
  _ handle: Int32, _ pixels: UnsafePointer<UInt8>, _ cover: UnsafePointer<UInt8>, _ answer: Int32, _ side: Int32,
  _ row: Int32, _ result: UnsafeMutablePointer<Float>
) {
  let network = networks[Int(handle) - 1]
  let shape = network.input
  let half = Int(side) / 2
  for x in 0..<shape.width {
    var covered = Array(UnsafeBufferPointer(start: pixels, count: shape.count))
    for r in max(0, Int(row) - half)..<min(shape.height, Int(row) + half + 1) {
      for column in max(0, x - half)..<min(shape.width, x + half + 1) {
        for channel in 0..<shape.channels {
          covered[channel * shape.area + r * shape.width + column] = cover[channel]
        }
      }
    }
    let values = covered.withUnsafeBufferPointer { network.values(of: $0) }
    result[x] = network.probabilities(values)[Int(answer)]
  }
}

/// Writes what value `index` of layer `layer` depends on: for the picture and each layer up to it first and last + 1
/// of maps, rows and columns; all 0 for those that it does not depend on.
@_expose(wasm, "network_field") @_cdecl("network_field")
func networkField(_ handle: Int32, _ layer: Int32, _ index: Int32, _ result: UnsafeMutablePointer<Int32>) {
  let boxes = networks[Int(handle) - 1].receptiveBoxes(layer: Int(layer), index: Int(index))
  for (number, box) in boxes.enumerated() {
    let numbers =
      box.map {
        [
          $0.channels.lowerBound, $0.channels.upperBound, $0.rows.lowerBound, $0.rows.upperBound,
          $0.columns.lowerBound, $0.columns.upperBound,
        ]
      } ?? [0, 0, 0, 0, 0, 0]
    for (place, value) in numbers.enumerated() { result[6 * number + place] = Int32(value) }
  }
}
