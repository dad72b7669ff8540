extension [UInt8] {
  /// An SVG of Cairo's with a title, and its identifiers counted from 0 in this file.
  ///
  /// Cairo counts surfaces through the whole process (`surface17`), so that a figure's bytes would depend on
  /// what was drawn before it.
  func canonicalSVG(title: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count + title.utf8.count + 64)
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    var isTitled = false
    var index = 0
    while index < count {
      let byte = self[index]
      if byte == UInt8(ascii: "s") || byte == UInt8(ascii: "i"), let end = identifierPrefix(at: index) {
        var last = end
        while last < count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[last]) { last += 1 }
        if last > end {
          let name = self[index..<last]
          let number = numbers[name] ?? numbers.count
          numbers[name] = number
          result += self[index..<end]
          result += String(number).utf8
          index = last
          continue
        }
      }
      result.append(byte)
      index += 1
      if !isTitled, byte == UInt8(ascii: ">"), result.endsSVGTag {
        result += "\n<title>\(escaped(title))</title>".utf8
        isTitled = true
      }
    }
    return result
  }

  /// The end of `surface` or `image` at `index` where it begins an identifier: after a quote or a hash.
  private func identifierPrefix(at index: Int) -> Int? {
    guard index > 0, self[index - 1] == UInt8(ascii: "\"") || self[index - 1] == UInt8(ascii: "#") else { return nil }
    for word in ["surface", "image", "source"] {
      let end = index + word.utf8.count
      if end < count, self[index..<end].elementsEqual(word.utf8) { return end }
    }
    return nil
  }

  /// True when the bytes end with the whole opening tag of the document.
  private var endsSVGTag: Bool {
    guard let start = lastIndex(of: UInt8(ascii: "<")) else { return false }
    return self[start...].starts(with: "<svg".utf8)
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
