/// A picture's bytes on fewer pixels: each is the mean of `factor` × `factor` old ones, rounded.
func reduced(_ bytes: [UInt8], width: Int, height: Int, channels: Int, by factor: Int) -> [UInt8] {
  let (columns, rows) = (width / factor, height / factor)
  var result = [UInt8](repeating: 0, count: columns * rows * channels)
  for y in 0..<rows {
    for x in 0..<columns {
      for channel in 0..<channels {
        var sum = 0
        for row in y * factor..<(y + 1) * factor {
          for column in x * factor..<(x + 1) * factor { sum += Int(bytes[(row * width + column) * channels + channel]) }
        }
        result[(y * columns + x) * channels + channel] = UInt8((sum + factor * factor / 2) / (factor * factor))
      }
    }
  }
  return result
}
