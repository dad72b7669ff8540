import ConvolutionCore
import Images

/// The picture that figures show when none is given.
enum DefaultPicture {
  static let boat: Images.Picture = {
    var plane = Plane(width: 240, height: 160)
    for y in 0..<160 {
      for x in 0..<240 { plane[y, x] = Float((x * y / 40 + x) % 256) }
    }
    return Images.Picture(channels: [plane])
  }()
}
