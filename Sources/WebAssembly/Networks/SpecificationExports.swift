import NetworkDescription
import NetworkPacking

// A network as the reader types it, and what a page needs to know of it.

/// More numbers than this fit neither the page's memory nor a reader's patience.
private let largestParameterCount = 2_000_000

/// Why the last call gave nothing.
nonisolated(unsafe) var problem = ""

private func write(_ text: String, _ target: UnsafeMutablePointer<UInt8>, _ capacity: Int32) -> Int32 {
  var text = text
  return text.withUTF8 { bytes in
    if bytes.count <= Int(capacity), let first = bytes.baseAddress { target.update(from: first, count: bytes.count) }
    return Int32(bytes.count)
  }
}

/// A network of a SPEC of `count` bytes for pictures of C × H × W, with random weights of `seed` and, where that is not 0,
/// `outputs` classes; 0 where there is none, and `problem_read` says why.
@_expose(wasm, "network_parse") @_cdecl("network_parse")
func networkParse(
  _ text: UnsafePointer<UInt8>, _ count: Int32, _ channels: Int32, _ height: Int32, _ width: Int32, _ outputs: Int32,
  _ seed: Int32
) -> UnsafeMutableRawPointer? {
  let text = String(decoding: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
  do throws(NetworkError) {
    var specification = try NetworkSpecification(parsing: text)
    if outputs > 0 { specification = specification.withOutputs(Int(outputs)) }
    let input = Shape(channels: Int(channels), height: Int(height), width: Int(width))
    let architecture = try Architecture(specification, input: input)
    guard architecture.parameterCount <= largestParameterCount else {
      problem =
        "The network has \(architecture.parameterCount) parameters; the page teaches up to \(largestParameterCount)."
      return nil
    }
    return handle(PageNetwork(Network(architecture, seed: UInt64(UInt32(bitPattern: seed)))))
  } catch {
    problem = error.description
    return nil
  }
}

/// Writes why the last call gave nothing, where `capacity` bytes hold it; returns its length.
@_expose(wasm, "problem_read") @_cdecl("problem_read")
func problemRead(_ target: UnsafeMutablePointer<UInt8>, _ capacity: Int32) -> Int32 { write(problem, target, capacity) }

/// Writes what the network is as JSON, where `capacity` bytes hold it; returns its length.
@_expose(wasm, "network_text") @_cdecl("network_text")
func networkText(
  _ network: UnsafeMutableRawPointer, _ target: UnsafeMutablePointer<UInt8>, _ capacity: Int32
) -> Int32 {
  let page: PageNetwork = object(network)
  let architecture = page.network.architecture
  let specification = architecture.specification
  var layers: [String] = []
  for node in specification.nodes { layers.append("{\"name\":\"\(node.name)\",\"text\":\"\(node.layer.text)\"}") }
  var arrays: [String] = []
  for parameter in architecture.parameters {
    let shape = list(parameter.shape)
    arrays.append("{\"name\":\"\(parameter.name)\",\"count\":\(parameter.count),\"shape\":[\(shape)]}")
  }
  var inputs = 1
  for node in specification.nodes { inputs = max(inputs, node.inputs.count) }
  let isHeld =
    inputs <= PackedNetwork.largestInputCount && specification.nodes.allSatisfy { PackedNetwork.holds($0.layer) }
  let packed = isHeld ? PackedNetwork(page.network) : nil
  var records: [Int] = []
  for number in packed?.records ?? [] { records.append(Int(number)) }
  let values = architecture.shapes.reduce(0) { $0 + $1.count }
  let text =
    "{\"text\":\"\(specification.text)\",\"outputs\":\(architecture.output.channels),\"area\":"
    + "\(architecture.output.height * architecture.output.width),\"values\":\(values),\"inputs\":\(inputs),"
    + "\"layers\":[\(joined(layers))],\"arrays\":[\(joined(arrays))],\"records\":[\(list(records))],"
    + "\"packed\":\(packed?.parameters.count ?? 0)}"
  return write(text, target, capacity)
}

/// Writes the network's numbers as the page's cards take them, batch normalisations as they are when it reads, then factor
/// and summand of a pixel for each channel.
@_expose(wasm, "packed_read") @_cdecl("packed_read")
func packedRead(_ network: UnsafeMutableRawPointer, _ target: UnsafeMutablePointer<Float>) {
  let page: PageNetwork = object(network)
  let packed = PackedNetwork(page.network)
  var next = target
  for numbers in [packed.parameters, packed.scales, packed.shifts] {
    next.update(from: numbers, count: numbers.count)
    next += numbers.count
  }
}

private func joined(_ words: [String]) -> String {
  var text = ""
  for word in words { text += text.isEmpty ? word : ",\(word)" }
  return text
}

private func list(_ numbers: [Int]) -> String {
  var text = ""
  for number in numbers { text += text.isEmpty ? "\(number)" : ",\(number)" }
  return text
}
