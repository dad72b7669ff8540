// Colours to gray and maps to levels, as `filter` does both.

/// Turns `count` pixels of red, green, blue and opacity into gray values 0…255. Opacity is not looked at:
/// the page lays pictures on white before.
@_expose(wasm, "gray") @_cdecl("gray")
func gray(_ pixels: UnsafePointer<UInt8>, _ count: Int32, _ result: UnsafeMutablePointer<Float>) {
  for index in 0..<Int(count) {
    let pixel = pixels + 4 * index
    result[index] = Float(GrayConversion.rec601.gray(pixel[0], pixel[1], pixel[2]))
  }
}

/// Turns `count` values into the 8-bit levels of `filter --display`: 0 clamp, 1 stretch, 2 absolute, 3 signed.
@_expose(wasm, "levels") @_cdecl("levels")
func levels(
  _ values: UnsafePointer<Float>, _ count: Int32, _ display: Int32, _ result: UnsafeMutablePointer<UInt8>
) -> Int32 {
  guard Display.allCases.indices.contains(Int(display)), count >= 0 else { return -1 }
  let plane = Plane(
    width: Int(count), height: 1, values: Array(UnsafeBufferPointer(start: values, count: Int(count))))
  let samples = Display.allCases[Int(display)].samples8(plane)
  result.update(from: samples, count: samples.count)
  return 0
}

/// The smallest and the largest of `count` values.
@_expose(wasm, "extremes") @_cdecl("extremes")
func extremes(_ values: UnsafePointer<Float>, _ count: Int32, _ result: UnsafeMutablePointer<Float>) {
  var (low, high) = (Float.infinity, -Float.infinity)
  for index in 0..<Int(count) {
    low = min(low, values[index])
    high = max(high, values[index])
  }
  result[0] = low
  result[1] = high
}

/// Makes a gray picture into what a network of handwritten digits has learned, as `cnnlab predict` does: `result`
/// receives 28 × 28 bytes. Returns 0 where there is no digit.
@_expose(wasm, "prepare_digit") @_cdecl("prepare_digit")
func prepareDigit(
  _ values: UnsafePointer<Float>, _ width: Int32, _ height: Int32, _ result: UnsafeMutablePointer<UInt8>
) -> Int32 {
  let plane = Plane(
    width: Int(width), height: Int(height),
    values: Array(UnsafeBufferPointer(start: values, count: Int(width) * Int(height))))
  guard let digit = PreparedDigit(plane) else { return 0 }
  result.update(from: digit.pixels, count: digit.pixels.count)
  return 1
}

/// Scales the largest middle part of the picture's proportions to `columns` × `rows`, and rounds to bytes, as
/// `cnnlab predict` does for pictures that are no digits.
@_expose(wasm, "prepare_plane") @_cdecl("prepare_plane")
func preparePlane(
  _ values: UnsafePointer<Float>, _ width: Int32, _ height: Int32, _ columns: Int32, _ rows: Int32,
  _ result: UnsafeMutablePointer<UInt8>
) {
  let target = Size(width: Int(columns), height: Int(rows))
  let plane = Plane(
    width: Int(width), height: Int(height),
    values: Array(UnsafeBufferPointer(start: values, count: Int(width) * Int(height))))
  var cut = plane.size
  if cut.width * target.height > cut.height * target.width {
    cut.width = max(1, cut.height * target.width / target.height)
  } else {
    cut.height = max(1, cut.width * target.height / target.width)
  }
  let scaled = plane.scaled(
    x: (plane.width - cut.width) / 2, y: (plane.height - cut.height) / 2, size: cut, to: target)
  for (index, value) in scaled.values.enumerated() { result[index] = UInt8(min(255, max(0, value + 0.5))) }
}
