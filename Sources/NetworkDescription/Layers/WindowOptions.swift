import ConvolutionCore

/// The options of a window in a SPEC: `stride S`, `dilation D`, `padding P`.
///
/// S and D are one number or ROWSxCOLUMNS. P is one number for every side, ROWSxCOLUMNS for top and bottom and for left
/// and right, TOP,RIGHT,BOTTOM,LEFT, or `same`: as much as a stride of 1 needs to keep the size, the odd one after.
struct WindowOptions {
  var stride: Size?
  var dilation = Size(width: 1, height: 1)
  /// Nil for `same`.
  var padding: Sides? = Sides.none

  /// Reads an option if one comes next.
  mutating func take(_ parser: inout SpecificationParser) throws(NetworkError) -> Bool {
    if parser.take("stride") {
      stride = try parser.size("a stride")
    } else if parser.take("dilation") {
      dilation = try parser.size("a dilation")
    } else if parser.take("padding") {
      padding = parser.take("same") ? nil : try parser.sides()
    } else {
      return false
    }
    return true
  }

  /// What is added around a map for a window of `taps`.
  func sides(_ taps: Size) -> Sides {
    if let padding { return padding }
    let columns = Padding.same.amounts(
      along: .x, length: 1, kernel: taps.width, stride: 1, dilation: dilation.width)
    let rows = Padding.same.amounts(
      along: .y, length: 1, kernel: taps.height, stride: 1, dilation: dilation.height)
    return Sides(top: rows.before, right: columns.after, bottom: rows.after, left: columns.before)
  }
}

extension SpecificationParser {
  /// What stands behind `padding`.
  fileprivate mutating func sides() throws(NetworkError) -> Sides {
    let what = "a padding"
    if next?.contains("x") == true {
      let size = try size("\(what), as 1, 0x3, 1,2,1,2 or same", 0...1024)
      return Sides(top: size.height, right: size.width, bottom: size.height, left: size.width)
    }
    // A comma parts words, so that the four numbers of four sides are four words.
    var counts: [Int] = []
    while counts.isEmpty || (counts.count < 4 && next.flatMap { Int($0) } != nil) {
      counts.append(try number(what, 0...1024))
    }
    switch counts.count {
    case 1: return Sides(counts[0])
    case 4: return Sides(top: counts[0], right: counts[1], bottom: counts[2], left: counts[3])
    default:
      throw .missingValue(
        layer: name, expected: "one padding or four (top,right,bottom,left)",
        found: counts.map { "\($0)" }.joined(separator: ","))
    }
  }
}

extension Size {
  /// As a SPEC writes a stride, a window: `3`, or `3x1` for rows and columns.
  var words: String { width == height ? "\(height)" : "\(height)x\(width)" }
}

extension WindowGeometry {
  /// Its options as a SPEC writes them behind the taps; a stride of `usual` need not be said.
  func optionText(usual: Size = Size(width: 1, height: 1)) -> String {
    var text = ""
    if stride != usual { text += " stride \(stride.words)" }
    if padding != .none { text += " padding \(padding.text)" }
    if dilation != Size(width: 1, height: 1) { text += " dilation \(dilation.words)" }
    return text
  }

  /// Ten numbers of a network's code.
  var numbers: [Int] {
    [
      taps.height, taps.width, stride.height, stride.width, dilation.height, dilation.width, padding.top, padding.right,
      padding.bottom, padding.left,
    ]
  }

  /// The window whose ``numbers`` follow; the taps may be 0 where `smallest` says so.
  init(_ code: inout CodeReader, smallest: Int = 1) throws(NetworkError) {
    let taps = try code.size(smallest...1024)
    let stride = try code.size(smallest...1024)
    let dilation = try code.size(1...1024)
    let top = try code.number(0...1024)
    let right = try code.number(0...1024)
    let bottom = try code.number(0...1024)
    self.init(
      taps: taps, stride: stride, dilation: dilation,
      padding: Sides(top: top, right: right, bottom: bottom, left: try code.number(0...1024)))
  }
}
